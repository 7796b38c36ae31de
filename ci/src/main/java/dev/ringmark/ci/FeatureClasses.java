package dev.ringmark.ci;

import dev.ringmark.stats.record.FeatureClass;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The class of a feature by the name it has in a record.
final class FeatureClasses implements ITypeConverter<FeatureClass> {
    @Override
    public FeatureClass convert(String value) {
        try {
            return FeatureClass.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
