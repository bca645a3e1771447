import Testing

@testable import Octets

@Suite struct SHA256Tests {
    /// Digests that coreutils' sha256sum gives, at every length around the padding's edges, and FIPS 180-4's examples.
    @Test(arguments: [
        ("", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"),
        ("abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1"
        ),
        (String(repeating: "a", count: 54), "A3F01B6939256127582AC8AE9FB47A382A244680806A3F613A118851C1CA1D47"),
        (String(repeating: "a", count: 55), "9F4390F8D30C2DD92EC9F095B65E2B9AE9B0A925A5258E241C9F1E910F734318"),
        (String(repeating: "a", count: 56), "B35439A4AC6F0948B6D6F9E3C6AF0F5F590CE20F1BDE7090EF7970686EC6738A"),
        (String(repeating: "a", count: 63), "7D3E74A05D7DB15BCE4AD9EC0658EA98E3F06EEECF16B4C6FFF2DA457DDC2F34"),
        (String(repeating: "a", count: 64), "FFE054FE7AE0CB6DC65C3AF9B61D5209F439851DB43D0BA5997337DF154668EB"),
        (String(repeating: "a", count: 65), "635361C48BB9EAB14198E76EA8AB7F1A41685D6AD62AA9146D301D4F17EB0AE0"),
        (String(repeating: "a", count: 119), "31EBA51C313A5C08226ADF18D4A359CFDFD8D2E816B13F4AF952F7EA6584DCFB"),
        (String(repeating: "a", count: 120), "2F3D335432C70B580AF0E8E1B3674A7C020D683AA5F73AAAEDFDC55AF904C21C"),
        (String(repeating: "a", count: 1000), "41EDECE42D63E8D9BF515A9BA6932E1C20CBC9F5A5D134645ADB5DB1B9737EA3"),
    ]) func digestsAreRight(_ message: String, _ digest: String) {
        #expect(SHA256.digest(Array(message.utf8)).map(hexPair).joined() == digest)
    }
}
