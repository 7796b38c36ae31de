package dev.ringmark.stats.record;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A record that could not be written, or that is not what it must be. Its message is one line that
/// begins with the path and says the cause.
public final class RecordException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /// The file has a problem in it.
    RecordException(Path path, Problem problem) {
        super(path + ": " + problem);
    }

    /// The file is refused as a whole.
    RecordException(Path path, String what) {
        super(path + ": " + what);
    }

    /// The operating system refused `action`.
    RecordException(Path path, String action, IOException cause) {
        super(path + ": " + action + ": " + reason(path, cause), cause);
    }

    private static String reason(Path path, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it exists, and a record is never overwritten";
            // The system's own words, without the path that stands before them already.
            default ->
                    message.startsWith(path + ": ")
                            ? message.substring(path.toString().length() + 2)
                            : message;
        };
    }
}
