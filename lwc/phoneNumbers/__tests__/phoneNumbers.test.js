import { format, normalise } from 'c/phoneNumbers';

describe('c/phoneNumbers', () => {
    it.each([
        ['(500) 555-0100', 'US', '+15005550100'],
        ['500.555.0100', 'US', '+15005550100'],
        ['+15005550100', 'GB', '+15005550100'],
        ['020 7946 0123', 'GB', '+442079460123'],
        ['00442079460123', 'DE', '+442079460123'],
        ['011 44 20 7946 0123', 'US', '+442079460123'],
        ['030 901820', 'DE', '+4930901820'],
        [' +49 30 901820 ', 'US', '+4930901820'],
        ['5005550100', undefined, '+15005550100'],
        ['5005550100', 'nowhere', '+15005550100'],
        ['020 7946 0123', 'gb', '+442079460123'],
    ])('reads %s in region %s as %s', (text, region, e164) => {
        expect(normalise(text, region)).toEqual({ e164 });
    });

    it('keeps an extension apart from the number', () => {
        expect(normalise('+1 500 555 0100 x12', 'US')).toEqual({
            e164: '+15005550100',
            extension: '12',
        });
    });

    it.each([
        ['', 'empty'],
        ['   ', 'empty'],
        [null, 'empty'],
        [undefined, 'empty'],
        ['call me', 'notANumber'],
        ['ask for 5005550100', 'notANumber'],
        ['1-800-FLOWERS', 'notANumber'],
        ['555', 'tooShort'],
        ['911', 'tooShort'],
        ['+1500555010099', 'tooLong'],
        ['020 7946 0123', 'tooLong'],
        ['+999 123456', 'invalidCountry'],
    ])('says of %p in the United States: %s', (text, problem) => {
        expect(normalise(text, 'US')).toEqual({ problem });
    });

    it('writes numbers as people of the region do, foreign ones with their country code', () => {
        expect(format('+15005550100', 'US')).toBe('(500) 555-0100');
        expect(format('+15005550100', 'GB')).toBe('+1 500 555 0100');
        expect(format('+442079460123', 'GB')).toBe('020 7946 0123');
    });

    it('shows what it cannot read as it came, and says when there is no number', () => {
        expect(format('client:ada', 'US')).toBe('client:ada');
        expect(format('anonymous', 'US')).toBe('Number withheld');
        expect(format(undefined, 'US')).toBe('');
    });
});
