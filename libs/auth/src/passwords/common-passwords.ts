const setOf = (text: string): ReadonlySet<string> => new Set(text.trim().split(' '));

/**
 * What people choose first. Not a list of all leaked passwords: tries are limited, so that what matters is what a
 * few tries would find.
 */
export const COMMON_PASSWORDS = setOf(
  '12345678 123456789 1234567890 0123456789 87654321 987654321 88888888 1q2w3e4r 1q2w3e4r5t 1qaz2wsx ' +
    'zaq12wsx abc12345 a1b2c3d4 q1w2e3r4 q1w2e3r4t5 12341234 12121212 123123123 321321321 123321123 ' +
    '147258369 159753159 741852963 789456123 456456456 11223344 44332211 10203040 66666666 77777777 ' +
    '99999999 ',
);

/** Words that people make a password of by putting digits and signs around them, or in them for letters. */
export const COMMON_WORDS = setOf(
  'abcd abcdef abcdefg abcdefgh abcdefghi access admin administrator alexander amanda amazon amsterdam ' +
    'andrea andrew android angel angels anthony apple april arsenal asdf asdfasdf asdfgh asdfghjk ' +
    'asdfghjkl ashley august autumn azerty azertyuiop banana baseball basketball batman benjamin berlin ' +
    'blink business buster butterfly changeme charlie charlotte cheese chelsea chocolate company ' +
    'computer contrasena cookie correcthorse corvette cowboys daniel database december default demo ' +
    'diamond dragon dragonball eagles elephant england facebook family february ferrari ' +
    'football forever fortnite freedom friday friends george ginger giraffe golden google guest hamburg ' +
    'hannah harley haslo heather hello helloworld hockey hunter iamgod iloveyou instagram internet ' +
    'iphone ironman jackson january jasmine jennifer jessica jordan joshua july june junior killer ' +
    'lakers letmein linkedin linux liverpool lkjhgfdsa login london love loveme lover madison madrid ' +
    'manager march marina mario master matrix matthew maverick melissa mercedes merlin metallica michael ' +
    'michelle microsoft minecraft mnbvcxz monday monkey motdepasse mustang myspace naruto natalie ' +
    'netflix network nicholas nicole nirvana nothing november october office onepiece opensesame orange ' +
    'panther paris parola password passwort patrick pepper phoenix poiuytrewq pokemon princess purple ' +
    'qazwsxedc qweqweqwe qwer qwerasdf qwerty qwertyui qwertyuiop qwertz rammstein ranger rebecca ' +
    'richard robert root samantha samsung saturday scooter secret security senha september server ' +
    'service shadow silver slipknot soccer sophie spiderman spotify spring starwars stephanie strawberry ' +
    'summer sunday sunshine superman support system temp temppass test tester testing testtest thomas ' +
    'thursday tigers toor trustno tuesday twitter ubuntu user username victoria vincent wachtwoord ' +
    'wednesday welcome whatever william windows winter wizard workflow yankees youtube zaqizaqi zelda ' +
    'zxcv zxcvbn zxcvbnm ',
);
