/**
 * Emergency numbers of the regions, as every telephone of the region reaches them.
 *
 * Sources, and what was left out, stand in docs/numbers.md. A number that only mobile networks redirect
 * (112 in the United States) is not in the table: from a softphone it leads nowhere, and the agent is told
 * the right one instead.
 */

/**
 * Numbers by region, the one for everything first.
 * @type {Record<string, string>}
 */
const TABLE = {
    AT: '112 133 144 122 140',
    AU: '000',
    BE: '112 100 101',
    BG: '112 150 160 166',
    BR: '190 192 193 191',
    CA: '911',
    CH: '112 117 144 118',
    CY: '112 199',
    CZ: '112 150 155 158 156',
    DE: '112 110',
    DK: '112',
    EE: '112 110',
    ES: '112 091 061 062 080 085 088 092',
    FI: '112',
    FR: '112 15 17 18 114 196',
    GB: '999 112',
    GR: '112 100 166 199 108',
    HK: '999 112',
    HR: '112 192 193 194 195',
    HU: '112 104 105 107',
    IE: '112 999',
    IN: '112 100 101 102 108',
    IS: '112',
    IT: '112 113 115 118',
    JP: '110 119 118',
    KR: '112 119',
    LI: '112 117 144 118',
    LT: '112',
    LU: '112 113',
    LV: '112 110 113',
    MT: '112',
    MX: '911',
    NL: '112',
    NO: '112 110 113',
    NZ: '111',
    PL: '112 997 998 999',
    PT: '112',
    RO: '112',
    SE: '112',
    SG: '999 995',
    SI: '112 113',
    SK: '112 150 155 158',
    US: '911',
    ZA: '112 10111 10177',
};

/** Of regions that are not in the table: those that ITU-T E.161.1 has everybody choose from. */
const ELSEWHERE = '112 911';

/** Twilio's number that reads back the address registered for emergencies: it reaches nobody. */
const TEST_NUMBERS = new Map([
    ['CA', '933'],
    ['US', '933'],
]);

const EVERYWHERE = new Set([...Object.values(TABLE), ELSEWHERE].join(' ').split(' '));

/**
 * @param {string} region two letters
 * @returns {string[]} its emergency numbers, the one for everything first
 */
export function emergencyNumbers(region) {
    return (Object.hasOwn(TABLE, region) ? TABLE[region] : ELSEWHERE).split(' ');
}

/**
 * @param {string} digits
 * @param {string | undefined} region two letters; where it is not known, every emergency number counts
 * @returns {boolean} whether it is exactly an emergency number there
 */
export function isEmergency(digits, region) {
    return region ? emergencyNumbers(region).includes(digits) : EVERYWHERE.has(digits);
}

/**
 * @param {string} digits
 * @returns {boolean} whether it is an emergency number somewhere
 */
export function isEmergencyElsewhere(digits) {
    return EVERYWHERE.has(digits);
}

/**
 * @param {string} digits
 * @param {string | undefined} region two letters
 */
export function isEmergencyTest(digits, region) {
    return region !== undefined && TEST_NUMBERS.get(region) === digits;
}
