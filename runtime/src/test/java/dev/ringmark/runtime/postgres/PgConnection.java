package dev.ringmark.runtime.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.BufferedSink;
import dev.ringmark.runtime.io.BufferedSource;
import dev.ringmark.runtime.io.Duplex;
import dev.ringmark.runtime.io.TlsStream;
import dev.ringmark.runtime.op.Span;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The client's side of PostgreSQL's protocol 3.0, as far as the tests need it.
///
/// One thread at a time; [#close()] from any.
public final class PgConnection implements AutoCloseable {

    /// What a statement has answered: rows in text, and the tag (`SELECT 3`).
    public record Result(List<String> columns, List<List<@Nullable String>> rows, String tag) {

        /// The only value of the only row.
        public @Nullable String value() {
            if (rows.size() != 1 || rows.getFirst().size() != 1) {
                throw new PgException("", "expected one value, got " + rows);
            }
            return rows.getFirst().getFirst();
        }
    }

    /// What [#cancel] needs to end a statement of this connection from another one.
    record CancelKey(int process, int secret) {}

    private static final int VERSION = 3 << 16;
    private static final int CANCEL = 1234 << 16 | 5678;
    private static final int TLS = 1234 << 16 | 5679;
    private static final int BODY_MAX = 64 << 20;
    private static final int AUTHENTICATED = 0;
    private static final int SASL = 10;
    private static final int SASL_GOES_ON = 11;
    private static final int SASL_ENDS = 12;

    private final BufferedSource in;
    private final BufferedSink out;
    private CancelKey key = new CancelKey(0, 0);

    private PgConnection(Duplex duplex) {
        in = BufferedSource.over(duplex);
        out = BufferedSink.over(duplex);
    }

    /// Begins a session; the connection is closed when that fails.
    public static PgConnection open(Duplex duplex, String user, String password, String database) {
        PgConnection connection = new PgConnection(duplex);
        try {
            connection.start(user, password, database);
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// Asks for TLS on a connection that was just made.
    static TlsStream secure(Duplex duplex, SSLContext context, String host, int port) {
        byte[] request = PgMessage.untyped().int32(TLS).toBytes();
        try (OwnedBuffer buffer = OwnedBuffer.allocate(request.length)) {
            MemorySegment.copy(request, 0, buffer.view(), ValueLayout.JAVA_BYTE, 0, request.length);
            duplex.writeAll(buffer);
            Span first = new Span(buffer, 0, 1); // nothing may be read ahead
            if (duplex.read(first) != 1 || buffer.view().get(ValueLayout.JAVA_BYTE, 0) != 'S') {
                throw new PgException("", "the server has no TLS");
            }
        }
        return TlsStream.client(duplex, context, host, port);
    }

    /// Ends what another connection is waiting for; the server answers nothing.
    static void cancel(Duplex duplex, CancelKey key) {
        try (BufferedSink sink = BufferedSink.over(duplex)) {
            sink.write(
                    PgMessage.untyped()
                            .int32(CANCEL)
                            .int32(key.process())
                            .int32(key.secret())
                            .toBytes());
            sink.flush();
        }
    }

    CancelKey cancelKey() {
        return key;
    }

    /// A simple query: one statement, or several of which the last one's answer is returned.
    public Result query(String sql) {
        send(PgMessage.of('Q').text(sql));
        return result(_ -> {});
    }

    /// An extended query, with parameters in text.
    public Result execute(String sql, @Nullable String... parameters) {
        out.write(PgMessage.of('P').text("").text(sql).int16(0).toBytes());
        PgMessage bind = PgMessage.of('B').text("").text("").int16(0).int16(parameters.length);
        for (String each : parameters) {
            bind.value(each);
        }
        out.write(bind.int16(0).toBytes());
        out.write(PgMessage.of('D').raw(new byte[] {'P'}).text("").toBytes());
        out.write(PgMessage.of('E').text("").int32(0).toBytes());
        send(PgMessage.of('S'));
        return result(_ -> {});
    }

    /// Prepares a statement under a name, for [#executePrepared].
    public void prepare(String name, String sql) {
        out.write(PgMessage.of('P').text(name).text(sql).int16(0).toBytes());
        send(PgMessage.of('S'));
        result(_ -> {});
    }

    /// A statement that was prepared, with parameters in text; its columns have no names here.
    public Result executePrepared(String name, @Nullable String... parameters) {
        PgMessage bind = PgMessage.of('B').text("").text(name).int16(0).int16(parameters.length);
        for (String each : parameters) {
            bind.value(each);
        }
        out.write(bind.int16(0).toBytes());
        out.write(PgMessage.of('E').text("").int32(0).toBytes());
        send(PgMessage.of('S'));
        return result(_ -> {});
    }

    /// COPY ... FROM STDIN.
    Result copyIn(String sql, Iterable<byte[]> pieces) {
        send(PgMessage.of('Q').text(sql));
        expect('G');
        for (byte[] each : pieces) {
            out.write(PgMessage.of('d').raw(each).toBytes());
        }
        send(PgMessage.of('c'));
        return result(_ -> {});
    }

    /// A COPY ... FROM STDIN that the client gives up.
    Result copyInFailing(String sql, String reason) {
        send(PgMessage.of('Q').text(sql));
        expect('G');
        send(PgMessage.of('f').text(reason));
        return result(_ -> {});
    }

    /// COPY ... TO STDOUT; the taker gets line after line.
    Result copyOut(String sql, Consumer<byte[]> taker) {
        send(PgMessage.of('Q').text(sql));
        return result(taker);
    }

    @Override
    public void close() {
        in.close();
        out.close();
    }

    /// Says good-bye, and closes.
    void terminate() {
        send(PgMessage.of('X'));
        close();
    }

    private void start(String user, String password, String database) {
        send(
                PgMessage.untyped()
                        .int32(VERSION)
                        .text("user")
                        .text(user)
                        .text("database")
                        .text(database)
                        .text(""));
        Scram scram = new Scram(password);
        while (true) {
            PgAnswer answer = next();
            switch (answer.type()) {
                case 'R' -> authenticate(scram, answer);
                case 'K' -> key = new CancelKey(answer.body().getInt(), answer.body().getInt());
                case 'S', 'N' -> answer.rest();
                case 'E' -> throw answer.error();
                case 'Z' -> {
                    return;
                }
                default -> throw unexpected(answer);
            }
        }
    }

    private void authenticate(Scram scram, PgAnswer answer) {
        int step = answer.body().getInt();
        switch (step) {
            case AUTHENTICATED -> answer.rest();
            case SASL -> {
                List<String> offered = new ArrayList<>();
                for (String each = answer.text(); !each.isEmpty(); each = answer.text()) {
                    offered.add(each);
                }
                if (!offered.contains(Scram.MECHANISM)) {
                    throw new PgException("", "the server offers only " + offered);
                }
                byte[] first = scram.first().getBytes(UTF_8);
                send(PgMessage.of('p').text(Scram.MECHANISM).int32(first.length).raw(first));
            }
            case SASL_GOES_ON ->
                    send(
                            PgMessage.of('p')
                                    .raw(
                                            scram.last(new String(answer.rest(), UTF_8))
                                                    .getBytes(UTF_8)));
            case SASL_ENDS -> scram.check(new String(answer.rest(), UTF_8));
            default -> throw new PgException("", "authentication of kind " + step);
        }
    }

    /// Everything up to ReadyForQuery; an error among it is thrown then, so that the connection can
    /// go on.
    private Result result(Consumer<byte[]> copied) {
        List<String> columns = new ArrayList<>();
        List<List<@Nullable String>> rows = new ArrayList<>();
        String tag = "";
        PgException error = null;
        while (true) {
            PgAnswer answer = next();
            switch (answer.type()) {
                case 'T' -> {
                    rows.clear();
                    columns = answer.columns();
                }
                case 'D' -> rows.add(answer.row());
                case 'C' -> tag = answer.text();
                case 'd' -> copied.accept(answer.rest());
                case 'E' -> error = answer.error();
                case '1', '2', 'n', 'I', 'N', 'S', 'H', 'c' -> answer.rest();
                case 'Z' -> {
                    if (error != null) {
                        throw error;
                    }
                    return new Result(columns, rows, tag);
                }
                default -> throw unexpected(answer);
            }
        }
    }

    private void expect(char type) {
        PgAnswer answer = next();
        if (answer.type() == 'E') {
            PgException error = answer.error();
            result(_ -> {});
            throw error;
        }
        if (answer.type() != type) {
            throw unexpected(answer);
        }
    }

    private PgAnswer next() {
        int type = in.read();
        if (type < 0) {
            throw new PgException("", "the server has closed the connection");
        }
        int length = PgMessage.bodyLength(ByteBuffer.wrap(in.readExactly(4)).getInt());
        if (length < 0 || length > BODY_MAX) {
            throw new PgException("", "a message '" + (char) type + "' of " + length + " bytes");
        }
        return new PgAnswer((char) type, ByteBuffer.wrap(in.readExactly(length)));
    }

    private void send(PgMessage message) {
        out.write(message.toBytes());
        out.flush();
    }

    private static PgException unexpected(PgAnswer answer) {
        return new PgException("", "a message '" + answer.type() + "' at the wrong time");
    }
}
