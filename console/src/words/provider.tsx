// Gives every view its words: `const { t } = useWords()`, `t('findings_title')`.
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { client } from '../api/client';
import {
  filled,
  firstLanguage,
  loadDictionary,
  rememberLanguage,
  type Counted,
  type Dictionary,
  type Gaps,
  type Language,
  type Word,
} from './words';

export interface WordsInUse {
  language: Language;
  setLanguage: (language: Language) => void;
  t: (word: Word, gaps?: Gaps) => string;
  // The form for the count; `{count}` is filled with the number as the language writes it.
  counted: (base: Counted, count: number) => string;
  // A word for a key that the server sent: the key itself where there is none.
  named: (prefix: string, key: string) => string;
  reason: (evidence: string) => string;
}

const Context = createContext<WordsInUse | null>(null);

export function useWords(): WordsInUse {
  const words = use(Context);
  if (!words) throw new Error('no words');
  return words;
}

function wordsOf(dictionary: Dictionary, setLanguage: (language: Language) => void): WordsInUse {
  const { words, language, reason } = dictionary;
  const number = new Intl.NumberFormat(language);
  const t = (word: Word, gaps?: Gaps) => filled(words[word], gaps);
  return {
    language,
    setLanguage,
    t,
    counted: (base, count) =>
      t(`${base}_${count === 1 ? 'one' : 'many'}`, { count: number.format(count) }),
    named: (prefix, key) => {
      const word = `${prefix}_${key}`;
      return word in words ? words[word as Word] : key.replaceAll('_', ' ');
    },
    reason,
  };
}

let first: Dictionary | null = null;
// Before anything is drawn.
export async function askForWords() {
  first = await loadDictionary(firstLanguage());
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const [dictionary, setDictionary] = useState(first);
  const setLanguage = useCallback((language: Language) => {
    rememberLanguage(language);
    void loadDictionary(language).then(setDictionary);
  }, []);
  useEffect(() => {
    if (!dictionary) return;
    document.documentElement.lang = dictionary.language;
    client.language = dictionary.language;
  }, [dictionary]);
  const words = useMemo(
    () => (dictionary ? wordsOf(dictionary, setLanguage) : null),
    [dictionary, setLanguage],
  );
  return words ? <Context value={words}>{children}</Context> : null;
}
