import { dialable, format } from 'c/phoneNumbers';

/** What the region's people learn at school. */
const LEARNT = {
    US: ['911'],
    CA: ['911'],
    GB: ['999', '112'],
    IE: ['112', '999'],
    DE: ['112', '110'],
    FR: ['112', '15', '17', '18'],
    IT: ['112', '113', '115', '118'],
    ES: ['112', '061', '062', '080', '091', '092'],
    NL: ['112'],
    BE: ['112', '100', '101'],
    AT: ['112', '122', '133', '144'],
    CH: ['112', '117', '118', '144'],
    PL: ['112', '997', '998', '999'],
    SE: ['112'],
    NO: ['112', '110', '113'],
    DK: ['112'],
    FI: ['112'],
    PT: ['112'],
    JP: ['110', '119'],
    AU: ['000'],
    NZ: ['111'],
    IN: ['112', '100', '101', '102', '108'],
    BR: ['190', '192', '193'],
    MX: ['911'],
    ZA: ['10111', '10177', '112'],
    SG: ['999', '995'],
    HK: ['999', '112'],
    KR: ['112', '119'],
};

const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(
    ' ',
);

const all = Object.entries(LEARNT).flatMap(([region, numbers]) =>
    numbers.map((number) => [number, region]),
);

describe('emergency numbers', () => {
    it.each(all)('%s is dialled in %s as it is', (number, region) => {
        expect(dialable(number, { region })).toEqual({ to: number, region, emergency: true });
    });

    it.each(EU)('112 is an emergency number in %s', (region) => {
        expect(dialable('112', { region })).toEqual({ to: '112', region, emergency: true });
    });

    it.each(['9-1-1', ' 911 ', '9 1 1', 'tel:911', 'tel:911;phone-context=+1', '９１１', '٩١١'])(
        'reads %p as 911',
        (text) => {
            expect(dialable(text, { region: 'US' })).toEqual({
                to: '911',
                region: 'US',
                emergency: true,
            });
        },
    );

    it.each(all)(
        '%s in %s is refused with what to do where the carrier takes none',
        (number, region) => {
            expect(dialable(number, { region, emergencyCalling: false })).toEqual({
                problem: 'noEmergencyCalls',
                number,
                instead: [number],
            });
        },
    );

    it.each([
        ['9111', 'US'],
        ['91', 'US'],
        ['9115550100', 'US'],
        ['911 555 0100 x1', 'US'],
        ['+911', 'US'],
        ['0911', 'US'],
        ['1125', 'DE'],
        ['0112', 'DE'],
        ['112233', 'DE'],
        ['1100', 'JP'],
        ['0000', 'AU'],
        ['150', 'FR'],
    ])('%s in %s only looks like one', (text, region) => {
        const found = dialable(text, { region });
        expect(found.emergency).toBeUndefined();
        expect(found.to).toBeUndefined();
    });

    it.each([
        ['01125 12345', 'GB'],
        ['110 345 6789', 'CN'],
        ['0112 345 6789', 'TR'],
    ])('%s in %s is no emergency, however it begins', (text, region) => {
        expect(dialable(text, { region }).emergency).toBeUndefined();
    });

    it.each([
        ['112', 'US', ['911']],
        ['999', 'US', ['911']],
        ['911', 'GB', ['999', '112']],
        ['000', 'NZ', ['111']],
        ['911', 'AU', ['000']],
    ])("%s in %s is another country's: the right one is told", (number, region, instead) => {
        expect(dialable(number, { region })).toEqual({
            problem: 'otherEmergencyNumber',
            number,
            region,
            instead,
        });
        expect(dialable(number, { region, emergencyCalling: false })).toEqual({
            problem: 'noEmergencyCalls',
            number,
            region,
            instead,
        });
    });

    it('takes the two numbers of ITU-T E.161.1 where a region is not in the table', () => {
        expect(dialable('112', { region: 'KE' }).emergency).toBe(true);
        expect(dialable('911', { region: 'KE' }).emergency).toBe(true);
        expect(dialable('110', { region: 'KE' }).emergency).toBeUndefined();
    });

    it('does not ask for the region before it lets an emergency number through', () => {
        expect(dialable('911', {})).toEqual({ to: '911', emergency: true });
        expect(dialable('999', {})).toEqual({ to: '999', emergency: true });
    });
});

describe('short codes', () => {
    it.each(['311', '72727', '116117'])('%s is dialled only where the org allows it', (number) => {
        const region = 'US';
        expect(dialable(number, { region, shortCodes: true })).toEqual({
            to: number,
            region,
            shortCode: true,
        });
        const refused = { problem: 'shortCodesOff', number, region };
        expect(dialable(number, { region, shortCodes: false })).toEqual(refused);
        expect(dialable(number, { region })).toEqual(refused);
    });

    it.each([
        ['131213', 'AU'],
        ['3949', 'FR'],
        ['116 117', 'DE'],
        ['115', 'DE'],
        ['901820', 'DE'],
    ])('%s in %s is a short code, not a number with a country code', (text, region) => {
        expect(dialable(text, { region, shortCodes: true })).toEqual({
            to: text.replaceAll(' ', ''),
            region,
            shortCode: true,
        });
    });

    it.each(['1', '12', '5550100', '55501000'])('%s is none', (text) => {
        expect(dialable(text, { region: 'US', shortCodes: true }).problem).toBe('tooShort');
    });

    it('never hide a national number that is as short', () => {
        expect(dialable('40123', { region: 'NU', shortCodes: true }).shortCode).toBe(true);
        expect(dialable('4012', { region: 'NU', shortCodes: true })).toEqual({ to: '+6834012' });
    });

    it("lets through Twilio's number that tests the emergency address, in its regions", () => {
        const rules = { region: 'US', emergencyCalling: false };
        expect(dialable('933', rules)).toEqual({ to: '933', region: 'US', shortCode: true });
        expect(dialable('933', { region: 'GB' }).problem).toBe('shortCodesOff');
    });

    it('are shown as they are', () => {
        expect(format('911', 'US')).toBe('911');
        expect(format('112', 'DE')).toBe('112');
        expect(format('72727', 'US')).toBe('72727');
    });
});
