// The columns of the invented buyers' sheet, in their order: what the sheet calls them, and the column of `buyers` each one fills.

type SampleType =
  | 'text'
  | 'integer'
  | 'bigint'
  | 'numeric(12,2)'
  | 'numeric(5,2)'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz';

export interface SampleColumn {
  readonly header: string;
  readonly column: string;
  readonly type: SampleType;
}

/** Sixty columns; the first is the key. */
export const SAMPLE_COLUMNS: readonly SampleColumn[] = [
  { header: '買主番号', column: 'buyer_number', type: 'text' },
  { header: '氏名', column: 'name', type: 'text' },
  { header: 'フリガナ', column: 'name_kana', type: 'text' },
  { header: '受付日', column: 'received_on', type: 'date' },
  { header: '初回来店日', column: 'first_visit_on', type: 'date' },
  { header: '最終連絡日時', column: 'last_contacted_at', type: 'timestamp' },
  { header: '次回予約日時', column: 'next_appointment_at', type: 'timestamptz' },
  { header: '連絡希望時刻', column: 'preferred_contact_time', type: 'time' },
  { header: '電話番号', column: 'phone', type: 'text' },
  { header: '携帯電話', column: 'mobile_phone', type: 'text' },
  { header: 'メールアドレス', column: 'email', type: 'text' },
  { header: '郵便番号', column: 'postal_code', type: 'text' },
  { header: '都道府県', column: 'prefecture', type: 'text' },
  { header: '市区町村', column: 'city', type: 'text' },
  { header: '住所', column: 'address', type: 'text' },
  { header: '建物名・部屋番号', column: 'building', type: 'text' },
  { header: '生年月日', column: 'birth_date', type: 'text' },
  { header: '性別', column: 'gender', type: 'text' },
  { header: '職業', column: 'occupation', type: 'text' },
  { header: '勤務先', column: 'employer', type: 'text' },
  { header: '勤続年数', column: 'years_employed', type: 'integer' },
  { header: '年収', column: 'annual_income', type: 'bigint' },
  { header: '家族構成', column: 'family', type: 'text' },
  { header: '世帯人数', column: 'household_size', type: 'integer' },
  { header: '現在の住まい', column: 'current_home', type: 'text' },
  { header: '現在の家賃', column: 'current_rent', type: 'text' },
  { header: '希望エリア', column: 'desired_area', type: 'text' },
  { header: '希望沿線', column: 'desired_line', type: 'text' },
  { header: '希望駅', column: 'desired_station', type: 'text' },
  { header: '駅徒歩', column: 'walk_minutes', type: 'text' },
  { header: '希望物件種別', column: 'property_kind', type: 'text' },
  { header: '希望間取り', column: 'desired_layout', type: 'text' },
  { header: '希望面積', column: 'desired_floor_area', type: 'numeric(12,2)' },
  { header: '築年数上限', column: 'max_building_age', type: 'text' },
  { header: '予算下限', column: 'budget_min', type: 'bigint' },
  { header: '予算上限', column: 'budget_max', type: 'bigint' },
  { header: '自己資金', column: 'own_funds', type: 'bigint' },
  { header: '借入希望額', column: 'desired_loan', type: 'text' },
  { header: '金利', column: 'interest_rate', type: 'numeric(5,2)' },
  { header: '返済負担率', column: 'repayment_ratio', type: 'text' },
  { header: '事前審査', column: 'pre_approval', type: 'text' },
  { header: '利用銀行', column: 'bank', type: 'text' },
  { header: '購入時期', column: 'purchase_timing', type: 'text' },
  { header: '購入目的', column: 'purchase_purpose', type: 'text' },
  { header: '駐車場', column: 'parking', type: 'text' },
  { header: 'ペット', column: 'has_pet', type: 'boolean' },
  { header: 'メール配信', column: 'accepts_mail', type: 'boolean' },
  { header: '反響元', column: 'lead_source', type: 'text' },
  { header: '問合せ物件番号', column: 'inquired_property_number', type: 'text' },
  { header: '問合せ内容', column: 'inquiry', type: 'text' },
  { header: '担当者', column: 'agent', type: 'text' },
  { header: '店舗', column: 'branch', type: 'text' },
  { header: '状況', column: 'status', type: 'text' },
  { header: '確度', column: 'likelihood', type: 'text' },
  { header: '内見回数', column: 'viewing_count', type: 'text' },
  { header: '内見メモ', column: 'viewing_notes', type: 'text' },
  { header: '契約予定日', column: 'expected_contract_on', type: 'date' },
  { header: '紹介者', column: 'referrer', type: 'text' },
  { header: '備考', column: 'notes', type: 'text' },
  { header: '更新メモ', column: 'update_notes', type: 'text' },
];
