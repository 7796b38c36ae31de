package dev.ringmark.stats.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text file line by line, numbered from 1.
final class TextLines {
    interface Sink {
        void line(int number, String text);
    }

    private TextLines() {}

    static void forEach(Path file, Sink sink) {
        int number = 0;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                sink.line(++number, text);
            }
        } catch (CharacterCodingException e) {
            throw new ImportException(file, "" + (number + 1), "not UTF-8", e);
        } catch (IOException e) {
            throw new ImportException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }
}
