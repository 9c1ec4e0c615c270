"""What `make bench` measures. Timings are not tests: machines differ, ratios of one run less so."""
