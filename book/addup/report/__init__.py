"""The article as the chapters see it: values as words, tables, equations and charts."""
