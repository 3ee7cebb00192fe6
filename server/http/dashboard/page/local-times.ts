// Beside every time in UTC the same in the reader's own zone, where that is another.

const LANGUAGE = document.documentElement.lang;

export function addLocalTimes(root: Document): void {
  for (const time of root.querySelectorAll('time')) {
    const shown = localTime(time.dateTime);
    if (shown === null || time.querySelector('.local') !== null) continue;
    const local = root.createElement('span');
    local.className = 'local';
    local.textContent = shown;
    time.append(' ', local);
  }
}

function localTime(iso: string): string | null {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime()) || date.getTimezoneOffset() === 0) return null;
  return date.toLocaleString(LANGUAGE, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
}
