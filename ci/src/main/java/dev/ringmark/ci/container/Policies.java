package dev.ringmark.ci.container;

import dev.ringmark.ci.container.ContainerException.Blame;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The policies that are known, by their ids.
public final class Policies {
    private static final String RESOURCE = "/dev/ringmark/conformance/policies";
    private static final String ENDING = ".json";

    private final Map<String, Policy> byId;

    private Policies(Map<String, Policy> byId) {
        this.byId = byId;
    }

    /// Those that come with the checks.
    public static Policies shipped() {
        URL folder = Policies.class.getResource(RESOURCE);
        if (folder == null) {
            throw new IllegalStateException("no " + RESOURCE + " on the class path");
        }
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return of(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return of(jar.getPath(RESOURCE));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot read " + folder, e);
        }
    }

    /// Those of a folder: every `.json` file in it is one.
    public static Policies of(Path folder) {
        Map<String, Policy> byId = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.map(Path::toString).sorted().map(folder::resolve).toList()) {
                if (file.toString().endsWith(ENDING)) {
                    Policy policy = read(file);
                    byId.put(policy.id(), policy);
                }
            }
        } catch (IOException e) {
            throw new ContainerException(
                    Blame.INPUT, folder + ": cannot read the policies: " + e.getMessage(), e);
        }
        return new Policies(byId);
    }

    /// Every policy, by its id.
    public List<Policy> all() {
        return List.copyOf(byId.values());
    }

    /// Those of a list: ids, and files that end with `.json`; with no name, all that leave the rest
    /// of the machine alone.
    ///
    /// @param folder where a file's name begins
    public List<Policy> select(List<String> names, Path folder) {
        if (names.isEmpty()) {
            return byId.values().stream().filter(policy -> !policy.optIn()).toList();
        }
        Map<String, Policy> chosen = new LinkedHashMap<>();
        for (String name : names) {
            Policy policy =
                    name.endsWith(ENDING) ? read(folder.resolve(name)) : byId.get(name.strip());
            if (policy == null) {
                throw new ContainerException(
                        Blame.INPUT,
                        "--policies: '"
                                + name
                                + "', expected some of "
                                + String.join(", ", byId.keySet())
                                + ", or a file that ends with "
                                + ENDING);
            }
            chosen.put(policy.id(), policy);
        }
        return new ArrayList<>(chosen.values());
    }

    private static Policy read(Path file) {
        try {
            Policy policy = PolicyJson.parse(Files.readString(file, StandardCharsets.UTF_8));
            String name = String.valueOf(file.getFileName());
            if (!name.equals(policy.id() + ENDING)) {
                throw new IllegalArgumentException("id: " + policy.id() + ", expected " + name);
            }
            return policy;
        } catch (IllegalArgumentException e) {
            throw new ContainerException(Blame.INPUT, file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ContainerException(
                    Blame.INPUT, file + ": cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
