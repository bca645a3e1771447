import CPingPong
import Glibc

/// Exchanges a second and megabytes a second over one pseudo-terminal, with the virtual modem at its other end.
func measurePseudoTerminal(_ attest: String) {
    let folder = temporaryFolder()
    defer { for name in ["exchanges.scenario", "download.scenario", "modem"] { unlink("\(folder)/\(name)") }; rmdir(folder) }
    let link = "\(folder)/modem"
    let modem = start(attest, ["modem", "--pty", "--link", link])
    defer { kill(modem, SIGTERM); var status: Int32 = 0; waitpid(modem, &status, 0) }
    while access(link, F_OK) != 0 { usleep(10_000) }

    let (few, many) = (500, 5_500)
    func exchanges(_ count: Int) -> Measurement {
        write(exchangeScenario(count), to: "\(folder)/exchanges.scenario")
        return run(attest, ["run", "\(folder)/exchanges.scenario", "--device", "pty:\(link)"])
    }
    // The machine's mood changes within seconds: each is taken by turns, and the best of each counts.
    var (seconds, host, loops) = (Double.infinity, Double.infinity, Double.infinity)
    for _ in 0..<5 {
        seconds = min(seconds, (exchanges(many).seconds - exchanges(few).seconds) / Double(many - few))
        host = min(host, Double(ping_pong_with(link, Int32(many))) / 1e9 / Double(many))
        loops = min(loops, Double(ping_pong(Int32(many))) / 1e9 / Double(many))
    }
    guard seconds > 0, host > 0, loops > 0 else { return print("exchanges         could not be measured") }
    print(
        "exchanges         AT and OK over a pty      \(fixed(1 / seconds, 0)) a second = \(fixed(host / seconds, 2)) × a plain C loop on the same pty"
    )
    print("                  two plain C loops         \(fixed(1 / loops, 0)) a second")

    let mebibytes = 3
    func download(_ count: Int) -> Measurement {
        write(downloadScenario(count), to: "\(folder)/download.scenario")
        return run(attest, ["run", "\(folder)/download.scenario", "--device", "pty:\(link)"])
    }
    var (least, most) = (Double.infinity, Double.infinity)
    for _ in 0..<8 {
        least = min(least, download(1).seconds)
        let measured = download(1 + mebibytes)
        guard measured.exitCode == 0 else { return print("FTPGET            over a pty                did not pass") }
        most = min(most, measured.seconds)
    }
    print("FTPGET            over a pty                \(fixed(Double(mebibytes) / (most - least), 1)) MiB a second")
}

/// One process with a pool of modems, as a bench uses it: most of the time it waits.
func measurePool(_ attest: String) {
    let folder = temporaryFolder()
    let count = 16
    let links = (1...count).map { "\(folder)/modem\($0)" }
    defer { for link in links { unlink(link) }; rmdir(folder) }
    let modem = start(attest, ["modem", "--pty", "--count", "\(count)", "--link", "\(folder)/modem"])
    defer { kill(modem, SIGTERM); var status: Int32 = 0; waitpid(modem, &status, 0) }
    while links.contains(where: { access($0, F_OK) != 0 }) { usleep(10_000) }
    let pool = run(attest, ["run", "--tag", "smoke"] + links.flatMap { ["--device", "pty:\($0)"] })
    guard pool.exitCode == 0 else { return print("a pool of \(count)        did not pass") }
    print(
        "a pool of \(count)      smoke scenarios          \(fixed(pool.seconds, 1)) s, of one core \(fixed(pool.processorSeconds / pool.seconds * 100, 1)) %"
    )
}

private func exchangeScenario(_ count: Int) -> String {
    """
    scenario exchanges
        title     "AT and OK, many times"
        dialects  all
        verifies  SERIAL-1

        repeat \(count) times
            > AT
            < OK

    """
}

private func downloadScenario(_ mebibytes: Int) -> String {
    """
    scenario download
        title     "A large file comes down"
        dialects  all with ftp
        verifies  FTPGET-1
        needs     gprs, ftp

        network
            gprs  apn "apn" user "" password ""
            dns   "ftp.domain.com" is ftp
            ftp   user "ftplogin" password "ftppassword"
                  file "large.bin" holds random \(mebibytes) MiB seed 1

        > AT#APNSERV="apn"
        < OK
        > AT#CONNECTIONSTART
        < {ip:ipv4}
        < {gprs-ready}
        > AT#FTPSERV="ftp.domain.com"
        < OK
        > AT#FTPUN="ftplogin"
        < OK
        > AT#FTPPW="ftppassword"
        < OK
        > AT#FTPGETFILENAME="large.bin"
        < OK
        > AT#FTPGET
        < {data-begin}
        within 60s << dle random \(mebibytes) MiB seed 1
        << ETX
        < OK

    """
}

private func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { fail("cannot write \(path)") }
    fputs(text, file)
    fclose(file)
}

/// Starts a program whose output is not wanted.
private func start(_ program: String, _ words: [String]) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + words).map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child = pid_t()
    guard posix_spawn(&child, program, &actions, nil, &arguments, environ) == 0 else { fail("cannot start \(program)") }
    return child
}
