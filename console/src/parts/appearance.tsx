// Language and theme, wherever they are chosen.
import { NativeSelect, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useWords } from '../words/provider';
import { languages, type Language } from '../words/words';

export function LanguageChoice() {
  const { t, language, setLanguage } = useWords();
  return (
    <NativeSelect
      label={t('language')}
      value={language}
      onChange={(event) => setLanguage(event.currentTarget.value as Language)}
      data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
    />
  );
}

export function ThemeChoice() {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <NativeSelect
      label={t('theme')}
      value={colorScheme}
      onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
      data={(['auto', 'light', 'dark'] as const).map((value) => ({
        value,
        label: t(`theme_${value}`),
      }))}
    />
  );
}
