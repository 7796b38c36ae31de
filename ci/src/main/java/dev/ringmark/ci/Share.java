package dev.ringmark.ci;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A share as people write it: `2%` or `0.02`.
record Share(double value) {
    /// Reads it from the command line.
    static final class Converter implements ITypeConverter<Share> {
        @Override
        public Share convert(String text) {
            boolean percent = text.endsWith("%");
            String number = percent ? text.substring(0, text.length() - 1).strip() : text;
            try {
                double value = Double.parseDouble(number) / (percent ? 100 : 1);
                if (value >= 0 && value <= 10) {
                    return new Share(value);
                }
            } catch (NumberFormatException _) {
                throw refused(text);
            }
            throw refused(text);
        }

        private static TypeConversionException refused(String text) {
            return new TypeConversionException(text + ", expected 0% to 1000%, or 0 to 10");
        }
    }
}
