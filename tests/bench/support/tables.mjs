// What was found, as tables that a page of documentation can hold.

const FACES = ['typed', 'numeric'];

/**
 * @param {{ name: string, series: { name: string, us: Record<string, number[]> }[] }[]} worlds
 *   the last two are a page and the same page behind the membrane
 */
export function facesTable(worlds) {
    const header = ['Input', 'Face', ...worlds.map(({ name }) => name), 'membrane / plain'];
    const rows = worlds[0].series.flatMap(({ name }, index) => {
        const times = worlds.map(({ series }) => series[index].us);
        const rowsOfFaces = FACES.filter((face) => times[0][face]).map((face) => {
            const medians = times.map((us) => median(us[face]));
            return [name, face, ...medians.map(digits), digits(medians.at(-1) / medians.at(-2))];
        });
        if (rowsOfFaces.length < 2) return rowsOfFaces;
        return [...rowsOfFaces, [name, 'typed / numeric', ...times.map(ratio), '']];
    });
    return table(header, rows, 2);
}

/** Of neighbours in time, so that a busy moment of the machine falls on both; with its quartiles. */
function ratio({ typed, numeric }) {
    const ratios = typed.map((us, round) => us / numeric[round]);
    const [low, high] = [quantile(ratios, 0.25), quantile(ratios, 0.75)];
    return `${digits(median(ratios))} (${digits(low)}–${digits(high)})`;
}

/** @param {{ name: string, typed: object, numeric?: object }[]} counts */
export function crossingsTable(counts) {
    const header = ['Input', 'Face', 'calls into the core', 'calls out of it', 'texts'];
    const rows = counts.flatMap(({ name, ...faces }) => {
        return FACES.filter((face) => faces[face]).map((face) => {
            const { intoCore, outOfCore, texts } = faces[face];
            return [name, face, intoCore, outOfCore, texts];
        });
    });
    return table(header, rows, 2);
}

/** @param {Record<string, { raw: number, gzip: number, brotli: number }>} files */
export function sizesTable(files) {
    const rows = Object.entries(files).map(([name, { raw, gzip, brotli }]) => [
        name,
        raw,
        gzip,
        brotli,
    ]);
    return table(['File', 'raw', 'gzip', 'brotli'], rows, 1);
}

/** @param {Record<string, number>} bySection */
export function sectionsTable(bySection) {
    return table(['Section', 'bytes'], Object.entries(bySection), 1);
}

function median(numbers) {
    return quantile(numbers, 0.5);
}

/**
 * @param {number[]} numbers
 * @param {number} part from 0, the least of them, to 1, the greatest
 */
function quantile(numbers, part) {
    return [...numbers].sort((a, b) => a - b)[Math.round((numbers.length - 1) * part)];
}

/** Two digits are all that such a measurement is worth. */
function digits(number) {
    return Number(number.toPrecision(2)).toString();
}

/** Markdown, with columns aligned so that a terminal shows it too. */
function table(header, rows, textColumns) {
    const cells = [header, ...rows].map((row) => row.map(String));
    const widths = header.map((_, column) =>
        Math.max(...cells.map((row) => row[column].length), 3),
    );
    const line = (row, pad) => `| ${row.map(pad).join(' | ')} |`;
    const pad = (text, column) =>
        column < textColumns ? text.padEnd(widths[column]) : text.padStart(widths[column]);
    const rule = widths.map((width, column) =>
        column < textColumns ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
    );
    const [first, ...rest] = cells;
    return [
        line(first, pad),
        line(rule, (text) => text),
        ...rest.map((row) => line(row, pad)),
    ].join('\n');
}
