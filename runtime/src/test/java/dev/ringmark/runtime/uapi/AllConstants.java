package dev.ringmark.runtime.uapi;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Every constant of the package, found by looking at its class files: a new enum cannot be
/// forgotten here.
final class AllConstants {

    private AllConstants() {}

    /// The enums, in the order of their names.
    static List<Class<?>> enums() throws IOException, URISyntaxException {
        Path classes =
                Path.of(
                        UapiConstant.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        Path folder = classes.resolve(UapiConstant.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .sorted()
                    .<Class<?>>map(AllConstants::load)
                    .filter(UapiConstant.class::isAssignableFrom)
                    .filter(Class::isEnum)
                    .toList();
        }
    }

    /// The constants of all enums.
    static List<UapiConstant> all() throws IOException, URISyntaxException {
        return enums().stream().flatMap(type -> of(type).stream()).toList();
    }

    /// The constants of one enum.
    static List<UapiConstant> of(Class<?> type) {
        return Stream.of(type.getEnumConstants()).map(UapiConstant.class::cast).toList();
    }

    private static Class<?> load(String fileName) {
        String name = fileName.substring(0, fileName.length() - ".class".length());
        try {
            return Class.forName(UapiConstant.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
