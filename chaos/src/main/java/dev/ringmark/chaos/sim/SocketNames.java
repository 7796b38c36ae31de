package dev.ringmark.chaos.sim;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Socket addresses in user memory, by a text that is the same for the same address.
final class SocketNames {

    private static final int INET_SIZE = 16;
    private static final int PORT = 2;
    private static final int HOST = 4;
    private static final int PATH = 2;
    private static final int FIRST_PORT = 32_768;

    private SocketNames() {}

    /// The text of an address, or null where it is none of a family.
    static @Nullable String read(long address, int size, int domain) {
        if (size < PATH || UserMemory.getShort(address) != domain) {
            return null;
        }
        if (domain == OpenFlags.AF_INET) {
            return size < INET_SIZE ? null : "inet:" + port(address);
        }
        byte[] path = new byte[size - PATH];
        UserMemory.read(address + PATH, path, 0, path.length);
        int length = 0;
        while (length < path.length && (path[length] != 0 || length == 0)) {
            length++;
        }
        return "unix:" + new String(path, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// Whether a text asks for any port.
    static boolean isAnyPort(String name) {
        return name.equals("inet:0");
    }

    /// A port that nobody has.
    static String freePort(FileNames names, String protocol) {
        int port = FIRST_PORT;
        while (names.bound(protocol + "inet:" + port) != null) {
            port++;
        }
        return "inet:" + port;
    }

    /// Writes an address.
    ///
    /// @param name its text, or null for a socket without one
    /// @return its size in bytes
    static int write(long address, long room, int domain, @Nullable String name) {
        byte[] bytes = encode(domain, name);
        UserMemory.write(address, bytes, 0, (int) Math.min(room, bytes.length));
        return bytes.length;
    }

    private static byte[] encode(int domain, @Nullable String name) {
        if (domain == OpenFlags.AF_INET) {
            int port = name == null ? 0 : Integer.parseInt(name.substring("inet:".length()));
            byte[] bytes = new byte[INET_SIZE];
            bytes[0] = (byte) domain;
            bytes[PORT] = (byte) (port >> Byte.SIZE);
            bytes[PORT + 1] = (byte) port;
            bytes[HOST] = 127;
            bytes[HOST + 3] = 1;
            return bytes;
        }
        String path = name == null ? "" : name.substring("unix:".length());
        byte[] text = path.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[PATH + text.length];
        bytes[0] = (byte) domain;
        System.arraycopy(text, 0, bytes, PATH, text.length);
        return bytes;
    }

    private static int port(long address) {
        int high = UserMemory.getByte(address + PORT) & 0xff;
        return high << Byte.SIZE | (UserMemory.getByte(address + PORT + 1) & 0xff);
    }
}
