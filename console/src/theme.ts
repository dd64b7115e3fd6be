// Mantine in the report's colours; the rest are custom properties (style/tokens.css).
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const lamp: MantineColorsTuple = [
  '#eef6f5', '#d8ebe9', '#b3d8d5', '#8bc4c0', '#5cc4bd', '#3f9f9a', '#1f827e', '#0b6b68', '#0a5c59', '#074644',
];

// Dark greys with the report's tinge of blue, from text to ground.
const dark: MantineColorsTuple = [
  '#e6eaf0', '#b8c1cc', '#a3aebd', '#66717f', '#3f4a58', '#333d4a', '#222b37', '#1a212b', '#141a22', '#11161d',
];

export const theme = createTheme({
  primaryColor: 'lamp',
  primaryShade: 7,
  colors: { lamp, dark },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", ' +
    '"Noto Sans CJK SC", "Noto Sans SC", sans-serif',
  defaultRadius: 'md',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { radius: 'md' } },
  },
});
