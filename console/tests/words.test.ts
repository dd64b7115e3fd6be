import { describe, expect, it } from 'vitest';
import { en } from '../src/words/en';
import { reasonInChinese } from '../src/words/reasons';
import { filled } from '../src/words/words';
import { zh } from '../src/words/zh';

const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe('dictionaries', () => {
  it('have the same keys in the same order', () => {
    expect(Object.keys(zh)).toEqual(Object.keys(en));
  });
  it.each(Object.keys(en) as (keyof typeof en)[])('%s has its gaps and words in both', (key) => {
    expect(gaps(zh[key])).toEqual(gaps(en[key]));
    expect(zh[key].trim()).not.toBe('');
    expect(en[key].trim()).not.toBe('');
  });
  it('leaves nothing in English, but for names and units', () => {
    const alike = Object.keys(en).filter((key) => zh[key as keyof typeof en] === en[key as keyof typeof en]);
    expect(alike).toEqual([]);
  });
  it('has a form for one and for many', () => {
    const ones = Object.keys(en).filter((key) => key.endsWith('_one'));
    for (const key of ones) expect(en).toHaveProperty(key.replace(/_one$/, '_many'));
  });
});

describe('filled', () => {
  it('fills gaps, and shows one that nobody filled', () => {
    expect(filled('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  });
});

describe('reasons in Chinese', () => {
  it.each([
    ['the register has no filed system for this meter', '备案登记中没有该电表的系统'],
    ['draws 61 kW; its system Render farm B is filed with 40 kW', '用电 61 kW；其系统 Render farm B 备案容量为 40 kW'],
    [
      'is in touch with p.example, a mining pool for BTC (listed by x.tsv, 2026-01-14)',
      '与 p.example 通信，矿池（BTC）（来源 x.tsv，2026-01-14）',
    ],
    ['opened by a verdict', '依据研判结论立案'],
    ['outside exemption 3: XMR is not one of its coins', '超出豁免 3：XMR 不在其币种之列'],
    ['miner: mining.subscribe', '矿工：mining.subscribe'],
    ['pool: answer to submit: ok', '矿池：提交应答：成功'],
    ['JSON-RPC that asks for no work', '不请求挖矿任务的 JSON-RPC'],
    ['what nobody said', 'what nobody said'],
  ])('%s', (evidence, chinese) => {
    expect(reasonInChinese(evidence)).toBe(chinese);
  });
});
