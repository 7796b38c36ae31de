package dev.ringmark.runtime.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.io.Bed;
import dev.ringmark.runtime.io.Certificates;
import dev.ringmark.runtime.io.Duplex;
import dev.ringmark.runtime.io.TlsStream;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a real service must see of the runtime's sockets; the same against every server.
abstract class PgContract {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 50;

    @SuppressWarnings("NullAway.Init") // each test begins with it
    private Bed bed;

    /// The server that all tests of a class share.
    abstract PgServer server();

    // UM-60
    @Test
    void a_session_begins_with_scram_and_answers_simple_queries() {
        with(
                () -> {
                    try (PgConnection session = session()) {
                        assertEquals("2", session.query("SELECT 1 + 1").value());
                        PgConnection.Result rows =
                                session.query("SELECT n, n * n AS q FROM generate_series(1, 3) n");
                        assertEquals(List.of("n", "q"), rows.columns());
                        assertEquals(List.of("3", "9"), rows.rows().get(2));
                        assertEquals("SELECT 3", rows.tag());
                        session.terminate();
                    }
                    assertTrue(bed.hasSeen("CONNECT"), "it went past the ring");
                });
    }

    @Test
    void a_wrong_password_is_refused_and_leaves_no_connection() {
        with(
                () -> {
                    PgException refused =
                            assertThrows(
                                    PgException.class,
                                    () ->
                                            PgConnection.open(
                                                    connect(),
                                                    PgServer.USER,
                                                    "pen",
                                                    PgServer.DATABASE));
                    assertEquals("28P01", refused.code);
                });
    }

    @Test
    void extended_queries_take_parameters_and_go_on_after_an_error() {
        with(
                () -> {
                    try (PgConnection session = session()) {
                        PgConnection.Result row =
                                session.execute(
                                        "SELECT $1::int + 1, $2::text, $3::text",
                                        "41",
                                        "quoted ' \u00fc \\",
                                        null);
                        assertEquals("42", row.rows().getFirst().get(0));
                        assertEquals("quoted ' \u00fc \\", row.rows().getFirst().get(1));
                        assertNull(row.rows().getFirst().get(2));
                        PgException error =
                                assertThrows(
                                        PgException.class,
                                        () -> session.execute("SELECT 1 / $1::int", "0"));
                        assertEquals("22012", error.code);
                        assertEquals("7", session.execute("SELECT $1::int", "7").value());
                    }
                });
    }

    @Test
    void a_prepared_statement_is_executed_again_and_again() {
        with(
                () -> {
                    try (PgConnection session = session()) {
                        session.prepare("twice", "SELECT 2 * $1::int");
                        for (int n = 0; n < 10; n++) {
                            PgConnection.Result row = session.executePrepared("twice", "" + n);
                            assertEquals("" + 2 * n, row.value());
                        }
                        PgException error =
                                assertThrows(
                                        PgException.class,
                                        () -> session.prepare("wrong", "SELECT nothing"));
                        assertEquals("42703", error.code);
                        assertEquals("6", session.executePrepared("twice", "3").value());
                    }
                });
    }

    @Test
    void a_large_row_and_many_rows_arrive_whole() {
        with(
                () -> {
                    try (PgConnection session = session()) {
                        String large = session.query("SELECT repeat('0123456789', 500000)").value();
                        assertNotNull(large);
                        assertEquals(5_000_000, large.length());
                        assertTrue(large.endsWith("0123456789"));
                        List<?> many = session.query("SELECT generate_series(1, 100000)").rows();
                        assertEquals(100_000, many.size());
                        assertEquals(List.of("100000"), many.getLast());
                    }
                });
    }

    @Test
    void copy_in_and_out_give_the_same_lines() {
        with(
                () -> {
                    try (PgConnection session = session()) {
                        session.query("CREATE TEMP TABLE lines (n int, text text)");
                        int count = 20_000;
                        List<byte[]> lines = new ArrayList<>();
                        for (int n = 0; n < count; n++) {
                            lines.add((n + "\tline " + n * 31 + "\n").getBytes(UTF_8));
                        }
                        String copy = "COPY lines FROM STDIN";
                        assertEquals("COPY " + count, session.copyIn(copy, lines).tag());
                        List<byte[]> back = new ArrayList<>();
                        session.copyOut(
                                "COPY (SELECT * FROM lines ORDER BY n) TO STDOUT", back::add);
                        assertEquals(count, back.size());
                        for (int n = 0; n < count; n++) {
                            assertEquals(
                                    new String(lines.get(n), UTF_8),
                                    new String(back.get(n), UTF_8));
                        }
                        PgException given =
                                assertThrows(
                                        PgException.class,
                                        () -> session.copyInFailing(copy, "enough"));
                        assertEquals("57014", given.code);
                        assertEquals(
                                "" + count, session.query("SELECT count(*) FROM lines").value());
                    }
                });
    }

    @Test
    void a_statement_is_cancelled_from_another_connection() {
        with(
                () -> {
                    try (PgConnection session = session()) {
                        Task<Void> canceller =
                                bed.loop()
                                        .fork(
                                                () -> {
                                                    Task.sleep(Duration.ofMillis(200));
                                                    PgConnection.cancel(
                                                            connect(), session.cancelKey());
                                                    return null;
                                                });
                        PgException ended =
                                assertThrows(
                                        PgException.class,
                                        () -> session.query("SELECT pg_sleep(50)"));
                        assertEquals("57014", ended.code);
                        canceller.join();
                        assertEquals("1", session.query("SELECT 1").value());
                    }
                });
    }

    // SR-15
    @Test
    void a_scope_ends_a_wait_for_an_answer() {
        with(
                () -> {
                    try (PgConnection session = session();
                            Scope _ = Scope.open(Duration.ofMillis(200))) {
                        assertThrows(
                                TaskException.TimedOut.class,
                                () -> session.query("SELECT pg_sleep(50)"));
                    }
                });
    }

    /// Not on a bed: the server's programs are this process's children, and so are their pipes.
    @Test
    void a_restart_ends_sessions_and_new_ones_can_be_made() {
        try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("restart"))) {
            String answer =
                    loop.fork(
                                    () -> {
                                        try (PgConnection session = session(loop)) {
                                            session.query("SELECT 1");
                                            BlockingPool.shared().call(this::restart);
                                            RuntimeException ended =
                                                    assertThrows(
                                                            RuntimeException.class,
                                                            () -> session.query("SELECT 1"));
                                            assertTrue(isEndOfSession(ended), ended.toString());
                                        }
                                        try (PgConnection session = session(loop)) {
                                            return session.query("SELECT 3").value();
                                        }
                                    })
                            .join(Bed.PATIENCE);
            assertEquals("3", answer);
            assertTrue(loop.close(CONNECT_TIME).isClean());
        }
    }

    @Test
    void a_session_over_tls() {
        with(
                () -> {
                    Duplex plain = connect();
                    TlsStream tls =
                            PgConnection.secure(
                                    plain, Certificates.context(), "localhost", server().port());
                    try (PgConnection session =
                            PgConnection.open(
                                    tls, PgServer.USER, PgServer.PASSWORD, PgServer.DATABASE)) {
                        assertEquals(
                                "t",
                                session.query(
                                                "SELECT ssl FROM pg_stat_ssl WHERE pid ="
                                                        + " pg_backend_pid()")
                                        .value());
                        String large = session.query("SELECT repeat('x', 1000000)").value();
                        assertNotNull(large);
                        assertEquals(1_000_000, large.length());
                    }
                });
    }

    // UM-60
    @Test
    void fifty_connections_at_once_get_their_own_answers() {
        with(
                () -> {
                    List<Task<Integer>> tasks = new ArrayList<>();
                    for (int number = 0; number < CONNECTIONS; number++) {
                        int mine = number;
                        tasks.add(bed.loop().fork(() -> talk(mine)));
                    }
                    for (Task<Integer> each : tasks) {
                        assertEquals(100, each.join());
                    }
                });
    }

    /// A reset, the end of the stream, or the server's own word for it.
    private static boolean isEndOfSession(RuntimeException ended) {
        return switch (ended) {
            case RingException _ -> true;
            case PgException pg -> pg.code.isEmpty() || pg.code.equals("57P01");
            default -> false;
        };
    }

    private boolean restart() {
        server().restart();
        return true;
    }

    private int talk(int number) {
        try (PgConnection session = session()) {
            int right = 0;
            for (int at = 0; at < 100; at++) {
                String answer =
                        session.execute("SELECT $1::int * 1000 + $2::int", "" + number, "" + at)
                                .value();
                right += ("" + (number * 1000 + at)).equals(answer) ? 1 : 0;
            }
            session.terminate();
            return right;
        }
    }

    private PgConnection session() {
        return session(bed.loop());
    }

    private PgConnection session(Loop loop) {
        return PgConnection.open(
                connect(loop), PgServer.USER, PgServer.PASSWORD, PgServer.DATABASE);
    }

    private Duplex connect() {
        return connect(bed.loop());
    }

    private Duplex connect(Loop loop) {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server().port());
        return StreamSocket.connect(loop, address, CONNECT_TIME);
    }

    /// Runs a test on a task of a loop, of which nothing is left then: no fd, memory, operation.
    private void with(Runnable body) {
        Bed.with(
                each -> {
                    bed = each;
                    body.run();
                });
    }
}
