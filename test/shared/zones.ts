// Zones with something odd about them: half hours, skipped days, local mean time, late and double changes of the clocks.

export const ZONES = [
  'UTC',
  'Asia/Tokyo',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Caracas',
  'Europe/London',
  'Europe/Amsterdam',
  'Africa/Casablanca',
  'Africa/Monrovia',
  'Asia/Kathmandu',
  'Asia/Manila',
  'Asia/Pyongyang',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Chatham',
  'Antarctica/Troll',
] as const;
