// Full-text search over the report: its sections, the terms it defines, its sources, and what has a number.
// The index is a script, so that searching works offline and from a folder.
"use strict";
{
  // Words, and numbers with the unit that changes what they mean: 13%, 13 percent and 13 per cent are one.
  const GAP = "[,\\u00a0\\u2009\\u202f]"; // between thousands
  const TOKEN = new RegExp(
    `(?<number>(?:\\d{1,3}(?:${GAP}\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?)` +
      "(?:(?:[\\s-]?(?<unit>%|per ?cent|percent|trillion|tn|billion|bn|million|mn|m))?(?![\\p{L}\\p{N}])|(?<=%))" +
      "|(?<percent>%|per ?cent(?!\\p{L}))" +
      "|(?:rmb|cny|us|usd|eur|gbp)(?=\\$?\\d)" +
      "|[\\p{L}\\p{N}]+(?:['’ʼ][\\p{L}]+)*",
    "giu",
  );
  const UNITS = { "%": "%", p: "%", t: "tn", b: "bn", m: "m" };

  // One spelling for what is spelled in two ways; both sides of a comparison go through it
  const spelled = (word) =>
    word
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/['’ʼ](?:s$)?/g, "")
      .replace(/is(e|ed|es|er|ers|ing|ation|ations)$/, "iz$1")
      .replace(/enc(e|ed|es|ing)$/, "ens$1")
      .replace(/our(s|ed|ing)?$/, "or$1")
      .replace(/tre(s)?$/, "ter$1");

  // What deny, denies, denied, denying and denial have in common
  function stem(word) {
    if (/\d/.test(word)) return word.replace(/s$/, "");
    if (word.length < 4) return word;
    return word
      .replace(/(?:ies|ied|ying)$/, "y")
      .replace(/(?<![su])s$/, "")
      .replace(/(?<=.{3})(?:ed|ing|al|e)$/, "")
      .replace(/i$/, "y")
      .replace(/(\p{L})\1$/u, "$1"); // plan, planned
  }

  function tokens(text) {
    return [...text.matchAll(TOKEN)].map((match) => {
      const { number, unit, percent } = match.groups;
      const term = number
        ? number.replace(/[^\d.]/g, "") + (unit ? UNITS[unit[0].toLowerCase()] : "")
        : percent ? "percent" : spelled(match[0]);
      return { term, start: match.index, end: match.index + match[0].length, text: match[0] };
    });
  }

  // Whether one letter left out, put in, changed or moved past its neighbour makes one word of the other
  function oneSlip(first, second) {
    let start = 0, end = 0;
    while (start < first.length && first[start] === second[start]) start += 1;
    const rest = Math.min(first.length, second.length) - start;
    while (end < rest && first.at(-1 - end) === second.at(-1 - end)) end += 1;
    const left = first.slice(start, first.length - end), right = second.slice(start, second.length - end);
    return (left.length < 2 && right.length < 2) || (left.length === 2 && left === [...right].reverse().join(""));
  }

  const SHORT = 60; // letters of a sentence that says little by itself

  function searcher(index) {
    const places = index.filter(({ kind }) => kind !== "numbered").map((entry) => {
      const heading = tokens(entry.heading), prose = tokens(entry.prose ?? ""), rest = tokens(entry.rest ?? "");
      const counts = new Map();
      const add = (field, weight) => {
        for (const { term } of field) counts.set(term, (counts.get(term) ?? 0) + weight);
      };
      add(heading, 4);
      add(prose, 1);
      add(rest, 0.25);
      return { entry, heading, prose, rest, counts, length: prose.length + rest.length };
    });
    const vocabulary = new Map(); // for each term its stem, how it is written, and how many places have it
    for (const { heading, prose, rest } of places) {
      const texts = new Map([...rest, ...prose, ...heading].map(({ term, text }) => [term, text]));
      for (const [term, text] of texts) {
        const known = vocabulary.get(term) ?? { stem: stem(term), text: text.replace(/['’ʼ]s$/i, ""), places: 0 };
        known.places += 1;
        vocabulary.set(term, known);
      }
    }
    const usual = places.reduce((sum, { length }) => sum + Math.log(2 + length), 0) / places.length;

    // Terms of the report that answer a word asked for, each with how well it does, from 0 to 1
    function answers(asked) {
      const found = new Map(), root = stem(asked);
      const number = /^[\d.]+$/.test(asked), measured = /^\d/.test(asked);
      const begun = asked.length > 3 || (asked.length === 3 && !vocabulary.has(asked));
      for (const [term, known] of vocabulary) {
        if (asked === term) found.set(term, 1);
        else if (number && term.startsWith(asked) && /^(%|bn|tn|m)$/.test(term.slice(asked.length))) found.set(term, 0.8);
        else if (asked === "percent" && term.endsWith("%")) found.set(term, 0.8);
        else if (measured || /^\d/.test(term)) continue;
        else if (root === known.stem) found.set(term, 0.9);
        else if (begun && term.startsWith(asked)) found.set(term, 0.3);
      }
      return found;
    }

    function corrected(asked) {
      if (asked.length < 4 || /\d/.test(asked)) return null;
      const near = [...vocabulary.keys()].filter((term) => !/\d/.test(term) && oneSlip(asked, term));
      return near.sort((one, other) => vocabulary.get(other).places - vocabulary.get(one).places)[0] ?? null;
    }

    // Where in a field words stand next to each other in the order asked for
    const runs = (field, words) => field.flatMap((_, at) =>
      words.every((word, step) => word.terms.get(field[at + step]?.term) >= 0.8) ? [at] : []);

    return function search(query) {
      const named = /^\s*(fig(?:ure)?|tab(?:le)?)s?\b\.?\s*(\d+)\s*$/i.exec(query);
      const label = named && `${named[1].toLowerCase().startsWith("f") ? "fig" : "table"} ${named[2]}`;
      const labelled = index.filter(({ kind, heading }) =>
        kind === "numbered" && label === tokens(heading).map(({ term }) => term).join(" "));

      // What is in quotation marks, and a currency with its number, stand together in the report as well
      const phrases = [];
      const words = (label ? `"${label}"` : query).split(/["“”]/).flatMap((part, at, parts) => {
        const joined = part.replace(/(?<!\d)\d{1,3}(?: \d{3})+(?!\d)/g, (number) => number.replaceAll(" ", ""));
        const own = tokens(joined).map((token) => ({ ...token, terms: answers(token.term) }));
        if (at % 2 === 1 && at < parts.length - 1) phrases.push(own);
        own.forEach((word, place) => {
          if (/^\d/.test(word.term) && own[place - 1]?.end === word.start) phrases.push([own[place - 1], word]);
        });
        return own;
      });

      // What the report writes as one word is found in two, as "tik tok" is; and two in one, as "datacentre"
      for (let at = words.length - 2; at >= 0; at -= 1) {
        const [first, second] = words.slice(at, at + 2), term = first.term + second.term;
        if (!vocabulary.has(term) || (vocabulary.has(first.term) && vocabulary.has(second.term))) continue;
        words.splice(at, 2, { ...first, term, text: `${first.text} ${second.text}`, terms: answers(term) });
      }
      const unknown = ({ term, terms }) => term.length > 5 && [...terms.values()].every((value) => value < 0.8);
      for (const word of words.filter(unknown)) {
        const parts = [...word.term].map((_, at) => [word.term.slice(0, at), word.term.slice(at)])
          .find((halves) => halves.every((half) => half.length > 2 && vocabulary.has(half)));
        if (!parts) continue;
        const two = parts.map((term) => ({ ...word, term, terms: answers(term) }));
        words.splice(words.indexOf(word), 1, ...two);
        phrases.push(two);
      }

      const corrections = [];
      const read = () => {
        for (const word of words) {
          word.count = (place) => [...word.terms].reduce(
            (sum, [term, value]) => sum + value * (place.counts.get(term) ?? 0), 0);
          const having = places.filter((place) => word.count(place)).length;
          word.common = having > places.length / 2;
          word.rarity = Math.log(1 + (places.length - having + 0.5) / (having + 0.5));
        }
      };
      read();
      for (const word of words) {
        const instead = word.terms.size ? null : corrected(word.term);
        if (!instead) continue;
        corrections.push([word.text, vocabulary.get(instead).text]);
        word.term = instead;
        word.terms = answers(instead);
      }
      if (corrections.length) read();

      const rare = words.filter(({ common }) => !common);
      const wanted = rare.length ? rare : words;
      const has = (place) =>
        phrases.every((phrase) => [place.heading, place.prose, place.rest].some((field) => runs(field, phrase).length));
      let found = words.length ? places.filter((place) => has(place) && wanted.every((word) => word.count(place))) : [];
      const some = found.length === 0 && wanted.length > 1 && phrases.length === 0;
      if (some) { // those that have half as much of it as the best
        const worth = (place) => wanted.reduce((sum, word) => sum + (word.count(place) ? word.rarity : 0), 0);
        const least = Math.max(...places.map(worth)) / 2;
        found = places.filter((place) => worth(place) > 0 && worth(place) >= least);
      }

      // "Reuters, 2025a" leads to that source
      const years = words.filter(({ term }) => /^(?:19|20)\d\d\p{L}?$/u.test(term));
      const isCited = ({ entry, heading, prose }) => entry.kind === "source" && years.length === 1 && words.length > 1 &&
        words.every((word) => (word === years[0] ? prose : heading).some(({ term }) => term === word.term));

      const score = (place) => {
        const size = 0.4 + 0.6 * Math.log(2 + place.length) / usual;
        let sum = 0;
        for (const word of words) {
          const count = word.count(place);
          sum += word.rarity * 2.2 * count / (count + 1.2 * size);
        }
        const inHeading = runs(place.heading, words).length > 0;
        const whole = inHeading && place.heading.length === words.length;
        const inText = words.length > 1 && runs(place.prose, words).length > 0;
        const { kind } = place.entry;
        const standing = whole ? 4 : kind === "chapter" ? 1.2 : kind === "term" ? 0.4 : 1;
        return { sum: sum * standing * (inHeading ? 2 : inText ? 1.5 : 1), whole };
      };
      const hits = found
        .map((place) => ({ place, ...score(place) }))
        .sort((one, other) =>
          (Number(isCited(other.place)) - Number(isCited(one.place))) ||
          (Boolean(one.place.entry.last && !one.whole) - Boolean(other.place.entry.last && !other.whole)) ||
          other.sum - one.sum)
        .map(({ place }) => ({ ...place.entry, snippet: snippet(place.entry, words) }));
      const leading = labelled.map((entry) => ({ ...entry, snippet: snippet(entry, words) }));
      return { hits: [...leading, ...hits], corrections, some };
    };

    // The sentence that says most of what was asked for, with the next if it is short, and where the words stand
    function snippet({ prose = "", rest = "" }, words) {
      const said = prose ? prose.split("\n") : [];
      const worth = said.map((sentence) => {
        const all = tokens(sentence);
        const best = ({ terms }) => Math.max(0, ...all.map(({ term }) => terms.get(term) ?? 0));
        return words.reduce((sum, word) => sum + word.rarity * best(word), 0) * (runs(all, words).length ? 2 : 1);
      });
      const most = Math.max(0, ...worth), at = worth.indexOf(most);
      const text = at < 0 ? "" : said.slice(at, said[at].length < SHORT ? at + 2 : at + 1).join(" ");
      const asked = ({ term }) => words.some((word) => !word.common && word.terms.has(term));
      return { text, marks: tokens(text).filter(asked), elsewhere: most === 0 && tokens(rest).some(asked) };
    }
  }

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  function result({ address, page, heading, snippet }) {
    const link = element("a", heading);
    link.href = address;
    if (heading !== page) link.append(" ", element("small", `in “${page}”`));
    const entry = element("li", link);
    const text = element("p");
    let at = 0;
    for (const { start, end } of snippet.marks) {
      text.append(snippet.text.slice(at, start), element("mark", snippet.text.slice(start, end)));
      at = end;
    }
    text.append(snippet.text.slice(at));
    if (snippet.text) entry.append(text);
    if (snippet.elsewhere) entry.append(element("p", element("em", "Found in a table or chart there.")));
    return entry;
  }

  function summary({ hits, corrections, some }) {
    const number = `${hits.length} ${hits.length === 1 ? "place" : "places"}`;
    const read = corrections.map(([asked, instead]) => `Nothing has “${asked}”; taken to be “${instead}”. `).join("");
    if (hits.length === 0) return "Nothing found.";
    return some ? `${read}No place has all of these words; some of them in ${number}.` : `${read}Found in ${number}.`;
  }

  // A page that waits for its type takes no focus
  function whenShown(then) {
    if (document.documentElement.classList.contains("waiting")) setTimeout(() => whenShown(then), 20);
    else then();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const query = (new URLSearchParams(location.search).get("q") ?? "").trim().slice(0, 200);
    const input = document.querySelector("#query"), found = document.querySelector("#found");
    input.value = query;
    if (!query) return whenShown(() => input.focus());
    const heading = document.querySelector("h1");
    heading.textContent = `Search for “${query}”`;
    if (!window.searchIndex) {
      found.textContent = "The index of the search did not load.";
      return;
    }
    const answer = searcher(window.searchIndex)(query);
    document.querySelector("#results").append(...answer.hits.map(result));
    document.title = `${heading.textContent}: ${answer.hits.length} found${document.title.replace(/^Search/, "")}`;
    // First where the reader is, then what was found: a status is read out only when it changes
    whenShown(() => {
      heading.focus();
      setTimeout(() => { found.textContent = summary(answer); }, 250);
    });
  });
}
