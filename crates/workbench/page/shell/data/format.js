/** How the shell writes numbers, times and names. */

/** @param {string | null | undefined} number @returns {string} North American numbers grouped, others as they are */
export function phone(number) {
    const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number ?? '');
    return match ? `+1 ${match[1]}-${match[2]}-${match[3]}` : (number ?? '');
}

/** @param {string | null | undefined} instant ISO 8601 @returns {string} the time of day, with the date unless it is today */
export function time(instant) {
    if (!instant) return '';
    const date = new Date(instant);
    if (Number.isNaN(date.getTime())) return String(instant);
    const clock = date.toLocaleTimeString('en-GB');
    return date.toDateString() === new Date().toDateString()
        ? clock
        : `${date.toLocaleDateString('en-CA')} ${clock}`;
}

/** @param {number | null | undefined} total seconds @returns {string} `m:ss` or `h:mm:ss`, empty where unknown */
export function duration(total) {
    if (typeof total !== 'number') return '';
    const pad = (value) => String(value).padStart(2, '0');
    const [hours, minutes, seconds] = [
        Math.floor(total / 3600),
        Math.floor((total % 3600) / 60),
        Math.floor(total % 60),
    ];
    return hours ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

/** @param {string} name @returns {string} up to two letters */
export function initials(name) {
    return name
        .split(/\s+/)
        .map((word) => word[0] ?? '')
        .slice(0, 2)
        .join('')
        .toUpperCase();
}
