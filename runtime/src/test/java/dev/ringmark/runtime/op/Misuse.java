package dev.ringmark.runtime.op;

import org.jspecify.annotations.Nullable;

/// Every way of misusing the API that was thought of, and who stops it: the compiler where Java's
/// types can say it, a sentence at run time where they cannot. Java has no type for a value that
/// may be used once, so whatever is wrong only the second time is of the latter kind.
enum Misuse {
    SUBMIT_TWICE(
            "an operation under way is submitted",
            "Submitted<Integer> s = Nop.plain().submit(driver); s.submit(driver);",
            "cannot find symbol"),
    MODIFY_AFTER_SUBMIT(
            "an operation under way is changed",
            "Submitted<Integer> s = Nop.plain().submit(driver); s.drained();",
            "cannot find symbol"),
    MODIFY_IN_PLACE(
            "an operation's argument is assigned",
            "Read read = Read.from(fd, buffer); read.offset = 5;",
            "has private access"),
    RESULT_BEFORE_COMPLETION(
            "a result is taken from an operation under way",
            "Integer i = Nop.plain().submit(driver).take();",
            "cannot find symbol"),
    RESULT_OF_A_VALUE(
            "a result is taken from an operation that was never submitted",
            "Integer i = Nop.plain().take();",
            "cannot find symbol"),
    POLL_BEFORE_SUBMIT(
            "an operation that was never submitted is polled",
            "Nop.plain().poll();",
            "cannot find symbol"),
    CANCEL_AFTER_COMPLETION(
            "an operation that has ended is cancelled",
            "Nop.plain().submit(driver).await().cancel();",
            "cannot find symbol"),
    WRONG_RESULT_TYPE(
            "a result is taken for something else",
            "Integer bytes = Read.from(fd, buffer).submit(driver).await().take();",
            "incompatible types"),
    MULTISHOT_AS_SINGLE(
            "a multishot is submitted as if it had one answer",
            "PollEach.of(fd, PollEvent.IN).submit(driver);",
            "cannot find symbol"),
    MULTISHOT_IN_CHAIN(
            "a multishot is put into a chain",
            "Chain.of(PollEach.of(fd, PollEvent.IN));",
            "incompatible types"),
    RAW_FD_FOR_A_FILE("a bare number is a file", "Read.from(5, buffer);", "no suitable method"),
    FD_FOR_A_SLOT(
            "an fd is given where a slot is asked",
            "InstallFd.of(new Fd<FileKind.Regular>(5));",
            "cannot be applied"),
    SLOT_FOR_AN_FD(
            "a slot is given where an fd is asked",
            "FileSlot<FileKind.Any> slot = null; Close.of(slot);",
            "incompatible types"),
    ACCEPT_ON_A_FILE(
            "a regular file accepts",
            "Accept.on(new Fd<FileKind.Regular>(5));",
            "incompatible types"),
    OFFSET_OF_A_PIPE(
            "a pipe is read at an offset",
            "Read.at(new Fd<FileKind.PipeReader>(5), 0, buffer);",
            "no suitable method"),
    WRITE_TO_A_READER(
            "the reading end of a pipe is written",
            "Write.to(new Fd<FileKind.PipeReader>(5), buffer);",
            "no suitable method"),
    SEND_TO_A_LISTENER(
            "a listener sends",
            "Send.to(new Fd<FileKind.Listener>(5), buffer);",
            "no suitable method"),
    SYNC_OF_A_SOCKET(
            "a socket is synced", "Sync.of(new Fd<FileKind.Stream>(5));", "incompatible types"),
    FLAG_OF_ANOTHER_CALL(
            "a flag of another call is given",
            "Read.from(fd, buffer).with(MessageFlag.PEEK);",
            "cannot be applied"),
    PLAIN_BUFFER_AS_REGISTERED(
            "a buffer is given where a registered one is asked",
            "ReadFixed.from(fd, buffer);",
            "incompatible types"),
    FORGED_SLOT(
            "a slot is made without a table",
            "new FileSlot<FileKind.Any>(null, 0, 0);",
            "is not public"),
    BUFFER_WHILE_LENT("a buffer is viewed while the kernel owns it", "cannot view, it belongs to"),
    BUFFER_CLOSED_WHILE_LENT("it is closed meanwhile", "cannot close, it belongs to"),
    TWO_OPERATIONS_ON_A_BUFFER("a second operation gets it meanwhile", "cannot lend to"),
    BUFFER_AFTER_CLOSE("a buffer is viewed after it was closed", "nobody: it is closed"),
    EXTRACT_TWICE("a result is taken twice", "was taken before"),
    POOL_CLOSED_UNDER_A_BUFFER("a pool is closed while a buffer is out", "in use"),
    SLOT_AFTER_REMOVE("a slot is used after its file was taken out", "taken out of the table"),
    SLOT_AFTER_UNREGISTER(
            "a slot is used after its table was closed", "table of files is unregist"),
    BUFFER_SLOT_AFTER_UNREGISTER(
            "a registered buffer is used after its table was closed",
            "table of buffers is unregistered"),
    REGISTERED_BUFFER_CLOSED("a registered buffer is closed", "it is registered with a ring"),
    SUBMIT_AFTER_CLOSE("an operation is submitted after its driver was closed", "is closing"),
    CHAIN_AFTER_CLOSE("a chain outlives its driver", "is closing"),
    CLOSE_WITH_OPERATIONS(
            "a driver is closed with operations under way: they end, and nothing is freed early",
            "CLOSING"),
    GROUP_DATA_AFTER_RETURN("data of a group is viewed after it was given back", "was given back");

    /// What is wrong, in words.
    final String what;

    /// Statements with `driver`, `fd`, `buffer`; null when only the run time can tell.
    final @Nullable String snippet;

    /// What the compiler, or the exception, says.
    final String message;

    Misuse(String what, String message) {
        this(what, null, message);
    }

    Misuse(String what, @Nullable String snippet, String message) {
        this.what = what;
        this.snippet = snippet;
        this.message = message;
    }

    boolean isSeenByCompiler() {
        return snippet != null;
    }
}
