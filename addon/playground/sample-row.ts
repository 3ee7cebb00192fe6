// One invented buyer, column by column.
import { serialOf } from './host/serial-date.ts';
import type { CellInput } from './host/sheet.ts';
import type { Chance } from './prng.ts';
import * as word from './sample-words.ts';

/** By the names of SAMPLE_COLUMNS; `number` counts from 1. */
export function sampleBuyer(number: number, { pick, whole, percent }: Chance): Readonly<Record<string, CellInput>> {
  const [family, familyKana] = pick(word.FAMILY_NAMES);
  const [given, givenKana] = pick(word.GIVEN_NAMES);
  const [prefecture, city, town, postal] = pick(word.PLACES);
  const [line, station] = pick(word.LINES);
  const kind = pick(word.KINDS);
  const received = FIRST_DAY + whole(DAYS);
  const income = 3_000_000 + whole(180) * 100_000;
  const budget = Math.round((income * (4 + whole(4))) / 1_000_000) * 1_000_000;
  const funds = whole(20) * 500_000;
  const household = 1 + whole(5);
  const sometimes = (share: number, value: CellInput): CellInput => (percent(share) ? value : null);
  return {
    // Text with leading zeros, and now and then a number whose format shows them.
    buyer_number: number % 10 === 0 ? { value: number, format: '00000' } : { value: fiveDigits(number), format: '@' },
    name: `${family}${percent(70) ? '　' : ' '}${given}`,
    name_kana: `${familyKana} ${givenKana}`,
    received_on: received,
    first_visit_on: sometimes(60, received + whole(30)),
    last_contacted_at: received + whole(90) + minutes(540 + whole(600)),
    next_appointment_at: sometimes(40, received + 90 + whole(60) + minutes(600 + whole(16) * 30)),
    preferred_contact_time: sometimes(80, minutes(540 + whole(24) * 30)),
    phone: `0${3 + whole(6)}-0000-${digits(whole(10_000), 4)}`,
    mobile_phone: `090-0000-${digits(whole(10_000), 4)}`,
    email: sometimes(92, `buyer${fiveDigits(number)}@example.com`),
    postal_code: `${postal}-${digits(whole(10_000), 4)}`,
    prefecture,
    city,
    address: `${town}${1 + whole(8)}丁目${1 + whole(30)}番${1 + whole(20)}号`,
    building: sometimes(55, `${pick(word.BUILDINGS)}${101 + whole(9) * 100 + whole(8)}号室`),
    birth_date: FIRST_BIRTH + whole(14_000),
    gender: pick(['男性', '女性', '回答なし']),
    occupation: pick(word.OCCUPATIONS),
    employer: sometimes(85, pick(word.EMPLOYERS)),
    years_employed: sometimes(85, whole(35)),
    annual_income: income,
    family: pick(word.FAMILIES),
    household_size: household,
    current_home: pick(word.HOMES),
    current_rent: sometimes(60, 60_000 + whole(120) * 1000),
    desired_area: `${prefecture}${city}、${pick(word.PLACES)[1]}`,
    desired_line: line,
    desired_station: station,
    walk_minutes: `徒歩${5 + whole(4) * 5}分以内`,
    property_kind: kind,
    desired_layout: pick(word.LAYOUTS),
    desired_floor_area: sometimes(90, 45 + whole(8000) / 100),
    max_building_age: sometimes(70, `築${5 + whole(6) * 5}年以内`),
    budget_min: Math.max(budget - 10_000_000, 5_000_000),
    budget_max: budget,
    own_funds: funds,
    desired_loan: Math.max(budget - funds, 0),
    interest_rate: (40 + whole(160)) / 100,
    repayment_ratio: (150 + whole(200)) / 1000,
    pre_approval: pick(['未', '申込中', '承認', '否決']),
    bank: pick(word.BANKS),
    purchase_timing: pick(['すぐ', '3か月以内', '半年以内', '1年以内', '未定']),
    purchase_purpose: pick(['自宅用', '住み替え', '投資用', '親族用', 'セカンドハウス']),
    parking: pick(['不要', '1台', '2台', '2台以上']),
    has_pet: percent(22),
    accepts_mail: percent(65),
    lead_source: pick(word.SOURCES),
    inquired_property_number: sometimes(75, { value: `00${digits(whole(100_000), 5)}`, format: '@' }),
    inquiry: sometimes(65, pick(word.INQUIRIES)),
    agent: pick(word.AGENTS),
    branch: pick(word.BRANCHES),
    status: pick(word.STATUSES),
    likelihood: (whole(11) * 10) / 100,
    viewing_count: whole(9),
    viewing_notes: sometimes(45, longText(1 + whole(4), pick)),
    expected_contract_on: sometimes(35, received + 60 + whole(200)),
    referrer: sometimes(12, `${pick(word.FAMILY_NAMES)[0]}様`),
    notes: sometimes(70, longText(percent(5) ? 12 + whole(20) : 1 + whole(5), pick)),
    update_notes: sometimes(30, `${fiveDigits(number)}: ${pick(['住所変更', '予算見直し', '担当変更', '再来店'])}`),
  };
}

/** Several lines in one cell, some of them long. */
const longText = (count: number, pick: Chance['pick']): string =>
  Array.from({ length: count }, () => pick(word.SENTENCES)).join('\n');

const digits = (value: number, length: number): string => String(value).padStart(length, '0');
const fiveDigits = (value: number): string => digits(value, 5);
const minutes = (count: number): number => count / 1440;
const FIRST_DAY = serialOf(2023, 4, 1) ?? 0;
const FIRST_BIRTH = serialOf(1958, 1, 1) ?? 0;
const DAYS = 900;
