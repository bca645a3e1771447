/// A way in which a device may differ from the reference device and still do what its manual says: no scenario may fail because of it.
public enum Habit: String, Hashable, Sendable, CaseIterable {
    // The stack and the command line.
    /// AT# commands are ERROR until AT+WOPEN=1 (001 App. A).
    case beginsClosed = "begins-closed"
    /// AT+WOPEN is unknown, and AT# commands are always there. Breaks BASE-1.
    case hasNoOpening = "has-no-opening"
    /// A line feed ends a command line as CR does.
    case takesLineFeeds = "takes-line-feeds"
    /// A line feed in a command line is passed over, so that two lines become one.
    case ignoresLineFeeds = "ignores-line-feeds"
    /// Nothing is echoed while a process runs (001 App. B "Configuring the TCP/IP Stack through the Serial Port").
    case echoesNothingWhileBusy = "echoes-nothing-while-busy"
    /// AT# lines are answered when the usual time has passed, which no clause limits.
    case answersLate = "answers-late"
    /// What is written wrong is ERROR, without a number.
    case saysPlainError = "says-plain-error"

    // What is displayed.
    /// FTPTYPE has no quotes.
    case showsTypeBare = "shows-type-bare"
    /// After a value the OK is a number under ATV0.
    case numbersEveryOK = "numbers-every-ok"
    /// Lines that an action displays are framed as indications are.
    case framesDisplays = "frames-displays"
    /// Blocks of values are parted by two empty lines (000), or by none.
    case partsBlocksTwice = "parts-blocks-twice"
    case partsNoBlocks = "parts-no-blocks"
    /// Parameters of a display that has no order are shown from the last to the first.
    case ordersAnew = "orders-anew"
    /// REDIALDELAY begins at 5, as its range says.
    case refusesNoDelay = "refuses-no-delay"
    /// A text beyond its limit, or a wrong number, has another error than those of a bad command.
    case numbersErrorsOtherwise = "numbers-errors-otherwise"

    // Services and the connection.
    /// The closing ETX is echoed, and OK follows alone.
    case closesWithOKAlone = "closes-with-ok-alone"
    /// The host's closing sequence and closing ETX are not echoed.
    case echoesNoEnd = "echoes-no-end"
    /// A connection that the peer closes ends without OK (001 App. B).
    case saysNoOKAfterThePeer = "says-no-ok-after-the-peer"
    /// A fetched mail ends with its dot (001 ch. 3). Breaks GETMAIL-3, which is recommended.
    case saysNoOKAfterAMail = "says-no-ok-after-a-mail"
    /// LTCPSTART says nothing before a client comes (001 ch. 5).
    case listensSilently = "listens-silently"
    /// Of a mail's header, From, Cc and Subject alone are printed (001 ch. 3 #POP3HEADERMODE).
    case shortensHeaders = "shortens-headers"
    /// Mails have a date, a number and a type of content in their header.
    case writesLongHeaders = "writes-long-headers"
    /// The copy's recipient is named to the server before the other.
    case namesTheCopyFirst = "names-the-copy-first"
    /// A server that has left is told QUIT.
    case saysQuitLate = "says-quit-late"
    /// A session with a file server is ended without QUIT.
    case leavesWithoutQuit = "leaves-without-quit"
    /// The home network is another one's: registration is 5.
    case roams = "roams"
    /// CONNECTIONSTART attaches the device.
    case attachesItself = "attaches-itself"

    // AT+WIP commands: what 003 leaves to its guide, or has otherwise than that.
    /// A socket is ready before its command is answered.
    case tellsReadinessFirst = "tells-readiness-first"
    /// Nothing is told that the host has not asked for.
    case tellsNothingUnasked = "tells-nothing-unasked"
    /// AT+WIPDATA is answered OK, and not CONNECT.
    case beginsDataWithOK = "begins-data-with-ok"
    /// The host's ETX ends the session, and data mode with it (003 §2.6.4).
    case endsSocketsByETX = "ends-sockets-by-etx"
    /// Options are shown without the number of the socket, and texts without quotes.
    case showsOptionsBare = "shows-options-bare"
}
