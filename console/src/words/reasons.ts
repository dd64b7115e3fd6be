// The sentences of reasons in Chinese, by the report's own table (reason_text.cpp does the same).
import { own_forms } from './own_forms';
import table from './reason_forms.json';

type Form = readonly string[];

// What stands in the gaps of the form, each as short as it can be; undefined: it has another form.
function partsOf(text: string, form: string): string[] | undefined {
  const fixed = form.split('{}');
  let rest = text;
  if (!rest.startsWith(fixed[0] ?? '')) return undefined;
  rest = rest.slice((fixed[0] ?? '').length);
  if (fixed.length === 1) return rest === '' ? [] : undefined;
  const parts: string[] = [];
  for (let i = 1; i < fixed.length; i++) {
    const behind = fixed[i] ?? '';
    const last = i === fixed.length - 1;
    const fits = behind === '' || rest.endsWith(behind);
    const end = !last ? rest.indexOf(behind) : fits ? rest.length - behind.length : -1;
    if (end <= 0) return undefined;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end + behind.length);
  }
  return parts;
}

function inChinese(text: string, forms: readonly Form[]): string | undefined {
  for (const [en = '', zh = ''] of forms) {
    const parts = partsOf(text, en);
    if (!parts) continue;
    let next = 0;
    return zh.replace(/\{\}/g, () => {
      const part = parts[next++] ?? '';
      return inChinese(part, table.phrases) ?? inChinese(part, table.rules) ?? part;
    });
  }
  return undefined;
}

export const reasonInChinese = (evidence: string) => inChinese(evidence, table.forms) ?? inChinese(evidence, table.rules) ?? inChinese(evidence, own_forms) ?? evidence;
