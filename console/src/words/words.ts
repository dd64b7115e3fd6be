// The dictionary, typed: a key that English lacks does not compile, nor a language that lacks one of English's.
import type { en } from './en';

export type Word = keyof typeof en;
export type Words = Record<Word, string>;
export type Counted = {
  [K in Word]: K extends `${infer Base}_one` ? (`${Base}_many` extends Word ? Base : never) : never;
}[Word];
export type Gaps = Record<string, string | number>;

export const languages = { en: 'English', 'zh-Hans': '简体中文' } as const;
export type Language = keyof typeof languages;

export interface Dictionary {
  language: Language;
  words: Words;
  // The evidence of a reason, which is stored in English, in this language.
  reason: (evidence: string) => string;
}

export const filled = (text: string, gaps: Gaps = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(gaps[name] ?? whole));

export async function loadDictionary(language: Language): Promise<Dictionary> {
  if (language === 'zh-Hans') {
    const [{ zh }, { reasonInChinese }] = await Promise.all([import('./zh'), import('./reasons')]);
    return { language, words: zh, reason: reasonInChinese };
  }
  const { en } = await import('./en');
  return { language, words: en, reason: (evidence) => evidence };
}

const stored_as = 'davy-language';

export function firstLanguage(): Language {
  let wanted: string | null = null;
  try {
    wanted = localStorage.getItem(stored_as);
  } catch {
    // Storage is off: what the browser prefers.
  }
  if (wanted !== null && wanted in languages) return wanted as Language;
  return navigator.languages.find((l) => /^(en|zh)\b/.test(l))?.startsWith('zh') ? 'zh-Hans' : 'en';
}

export function rememberLanguage(language: Language) {
  try {
    localStorage.setItem(stored_as, language);
  } catch {
    // Then it is asked again next time.
  }
}
