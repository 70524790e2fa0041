import { dialable } from 'c/phoneNumbers';

const problem = (text, region) => dialable(text, { region }).problem;

describe('no prefix is guessed', () => {
    it.each([
        ['0612345678', 'US', 'notOfRegion', 'a French mobile phone'],
        ['06 12 34 56 78', 'GB', 'notOfRegion', 'a French mobile phone'],
        ['020 7946 0123', 'US', 'tooLong', 'a number of London'],
        ['07911 123456', 'US', 'tooLong', 'a British mobile phone'],
        ['07911 123456', 'FR', 'tooLong', 'a British mobile phone'],
        ['(212) 555-0100', 'GB', 'notOfRegion', 'a number of New York'],
        ['(212) 555-0100', 'DE', 'trunkPrefixMissing', 'a number of New York'],
        ['(212) 555-0100', 'FR', 'tooLong', 'a number of New York'],
        ['0412 345 678', 'GB', 'notOfRegion', 'an Australian mobile phone'],
        ['022 123 45 67', 'PL', 'notOfRegion', 'a number of Geneva'],
        ['0912 345 678', 'ES', 'tooLong', 'a zero that Spain does not have'],
        ['33612345678', 'US', 'tooLong', 'a French number without its plus'],
        ['4930901820', 'US', 'notOfRegion', 'a German number without its plus'],
        ['911 555 0100', 'US', 'notOfRegion', 'an area code that cannot be'],
        ['(555) 555-0100', 'US', 'notOfRegion', 'a number of films'],
    ])('%s in %s: %s (%s)', (text, region, expected) => {
        expect(problem(text, region)).toBe(expected);
    });

    it.each([
        ['7911 123456', 'GB', 'its zero was lost in a spreadsheet'],
        ['30 901820', 'DE', 'in Germany a local number dials just so'],
        ['9018200', 'DE', 'the area code is missing'],
        ['679 6000', 'IE', 'with a zero it would be a number of Nenagh, not of Dublin'],
        ['98765-4321', 'BR', 'the area code is missing'],
        ['6 12 34 56 78', 'FR', 'its zero was lost'],
    ])('%s in %s lacks what is dialled first: %s', (text, region) => {
        expect(dialable(text, { region })).toEqual({ problem: 'trunkPrefixMissing', region });
    });

    it.each([
        ['0044 20 7946 0123', 'US'],
        ['00 44 20 7946 0123', 'JP'],
        ['0044 20 7946 0123', 'BR'],
        ['011 44 20 7946 0123', 'GB'],
        ['011 44 20 7946 0123', 'DE'],
    ])('%s: from %s these digits lead nowhere', (text, region) => {
        expect(dialable(text, { region })).toEqual({ problem: 'internationalPrefix', region });
    });

    it.each([undefined, '', 'nowhere', 'en', 'XX'])(
        'without a region (%p) only numbers with a country code are dialled',
        (region) => {
            expect(problem('(500) 555-0100', region)).toBe('noRegion');
            expect(dialable('+15005550100', { region })).toEqual({ to: '+15005550100' });
        },
    );

    it.each([
        ['', 'empty'],
        ['   ', 'empty'],
        ['\u200b\t', 'empty'],
        [null, 'empty'],
        [undefined, 'empty'],
        ['call me', 'notANumber'],
        ['ask for 5005550100', 'notANumber'],
        ['5005550100 Bob', 'notANumber'],
        ['12 monkeys', 'notANumber'],
        ['500 555 01 B2', 'notANumber'],
        ['+', 'notANumber'],
        ['++15005550100', 'notANumber'],
        ['*67 500 555 0100', 'notANumber'],
        ['500 555 01?0', 'notANumber'],
        ['bob@example.com', 'notANumber'],
        ['agent:005000000000001AAA', 'notANumber'],
        ['queue:00G000000000001AAA', 'notANumber'],
        ['anonymous', 'notANumber'],
        ['5'.repeat(300), 'notANumber'],
        ['1', 'tooShort'],
        ['12', 'tooShort'],
        ['555 0100', 'tooShort'],
        ['+1 500 555', 'tooShort'],
        ['+911', 'tooShort'],
        ['+1500555010099', 'tooLong'],
        ['+999 123456', 'invalidCountry'],
        ['+0 500 555 0100', 'invalidCountry'],
        ['011 0 500 555 0100', 'invalidCountry'],
        ['sip:bob@example.com', 'sipAddress'],
        ['SIPS:15005550100@example.com', 'sipAddress'],
        ['+266696687', 'withheld'],
        ['+7378742833', 'withheld'],
    ])('says of %p in the United States: %s', (text, expected) => {
        expect(problem(text, 'US')).toBe(expected);
    });

    it.each([
        '500 555 0100 / 500 555 0101',
        '500 555 0100; 500 555 0101',
        '500 555 0100, 500 555 0101',
        '500 555 0100 or 500 555 0101',
        '500 555 0100\n500 555 0101',
        '500 555 0100 | +44 20 7946 0123',
        '+15005550100 +15005550101',
        '500 555 0100 x1 / 500 555 0101 x2',
    ])('does not choose between the numbers of %p', (text) => {
        expect(problem(text, 'US')).toBe('severalNumbers');
    });
});
