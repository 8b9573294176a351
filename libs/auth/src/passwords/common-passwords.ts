/**
 * What people choose first. Not a list of all leaked passwords: the limits on tries make a long one pointless, and
 * these are what a few tries would find.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  (
    'password password1 password12 password123 password1234 passw0rd p@ssword p@ssw0rd p@ssw0rd1 ' +
    'pa$$word 12345678 123456789 1234567890 0123456789 87654321 987654321 11111111 00000000 88888888 ' +
    'qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsxedc ' +
    'zaq12wsx asdfghjk asdfghjkl zxcvbnm1 abcd1234 abc12345 abcdefgh abcdefghi a1b2c3d4 iloveyou ' +
    'iloveyou1 iloveyou2 letmein1 letmein123 welcome1 welcome12 welcome123 welcome1234 admin123 ' +
    'admin1234 administrator changeme changeme1 changeme123 default1 secret12 secret123 trustno1 ' +
    'sunshine sunshine1 princess princess1 football football1 baseball baseball1 basketball superman ' +
    'superman1 batman123 starwars starwars1 whatever whatever1 michelle jennifer computer computer1 ' +
    'internet internet1 corvette mercedes maverick monkey123 dragon123 master123 shadow123 freedom1 ' +
    'michael1 jordan23 liverpool chelsea1 arsenal1 charlie1 samantha victoria alexander nicholas ' +
    'butterfly chocolate strawberry elephant giraffe1 mustang1 ferrari1 harley123 hunter12 hunter123 ' +
    'killer12 pokemon1 pokemon123 minecraft fortnite1 google123 facebook facebook1 linkedin ' +
    'instagram twitter1 microsoft windows10 windows11 summer2024 summer2025 summer2026 winter2024 ' +
    'winter2025 winter2026 spring2025 spring2026 autumn2025 autumn2026 january1 february1 december1 ' +
    'monday123 friday123 test1234 testtest testing1 testing123 guest123 temp1234 temppass user1234 ' +
    'username root1234 toor1234 login123 access123 security security1 password! password1! ' +
    'password123! welcome1! welcome123! qwerty123! admin123! p@ssw0rd! company1 company123 duvo1234 ' +
    'duvo12345 duvoduvo duvo2025 duvo2026 workflow1 opensesame correcthorse letmein! blink182 ' +
    'myspace1 nirvana1 metallica slipknot1 rammstein naruto123 onepiece1 dragonball zaq1zaq1 ' +
    'q1w2e3r4 q1w2e3r4t5 1234qwer 12341234 12121212 13131313 123123123 321321321 123321123 147258369 ' +
    '159753159 741852963 789456123 456456456 11223344 44332211 10203040 55555555 66666666 77777777 ' +
    '99999999 aaaaaaaa asdfasdf qweqweqwe qwerasdf poiuytrewq mnbvcxz1 lkjhgfdsa '
  )
    .trim()
    .split(' '),
);
