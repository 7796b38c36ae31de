package dev.ringmark.ci.bench;

import dev.ringmark.stats.design.CellException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/// The shapes of a class path, and who can do them, as their own JVM tells.
///
/// @param benchmark what JMH runs, with the parameters `shape` and `peer`
/// @param jmhOptions that it needs
/// @param base the peer that has every shape, which a plan has as its base
/// @param peers by name
/// @param shapes by name
public record ShapeList(
        String benchmark,
        List<String> jmhOptions,
        String base,
        SequencedMap<String, Peer> peers,
        SequencedMap<String, Shape> shapes) {
    private static final int ANSWER_SECONDS_MAX = 30;

    /// Something that runs shapes.
    ///
    /// @param label what a table calls it
    /// @param isOurs whether it is what others are compared with
    public record Peer(String name, String label, boolean isOurs) {}

    /// A shape.
    ///
    /// @param says one line
    /// @param peers who can do it, with the goal of ours against them
    public record Shape(String id, String says, SequencedMap<String, OptionalDouble> peers) {}

    /// Asks a class for its shapes.
    ///
    /// @param main prints lines of fields between tabs: `benchmark NAME`, `jmh OPTION...`, `peer
    ///     NAME LABEL OURS`, `base PEER`, `shape ID SAYS`, `case ID PEER GOAL`
    /// @throws CellException when it does not answer so
    public static ShapeList of(ClassPath path, String main) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        path.toString(),
                        main);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                    || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new CellException(main + " lists no shapes: " + answer.strip());
            }
            return parse(main, answer);
        } catch (IOException e) {
            throw new CellException(
                    "cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CellException("interrupted", e);
        }
    }

    /// Those of these names.
    public ShapeList only(List<String> shapeNames, List<String> peerNames) {
        SequencedMap<String, Peer> somePeers = new LinkedHashMap<>(peers);
        somePeers.keySet().retainAll(peerNames);
        SequencedMap<String, Shape> someShapes = new LinkedHashMap<>();
        for (String name : shapeNames) {
            Shape shape = shapes.get(name);
            if (shape != null) {
                SequencedMap<String, OptionalDouble> of = new LinkedHashMap<>(shape.peers());
                of.keySet().retainAll(peerNames);
                someShapes.put(name, new Shape(name, shape.says(), of));
            }
        }
        return new ShapeList(benchmark, jmhOptions, base, somePeers, someShapes);
    }

    private static ShapeList parse(String main, String answer) {
        Map<String, String> single = new HashMap<>();
        List<String> options = new ArrayList<>();
        SequencedMap<String, Peer> peers = new LinkedHashMap<>();
        SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
        for (String line : answer.lines().toList()) {
            String[] fields = line.split("\t", -1);
            switch (fields[0] + fields.length) {
                case "benchmark2", "base2" -> single.put(fields[0], fields[1]);
                case "jmh2", "jmh3" -> options.addAll(List.of(fields).subList(1, fields.length));
                case "peer4" ->
                        peers.put(
                                fields[1],
                                new Peer(fields[1], fields[2], Boolean.parseBoolean(fields[3])));
                case "shape3" ->
                        shapes.put(
                                fields[1], new Shape(fields[1], fields[2], new LinkedHashMap<>()));
                case "case4" -> {
                    Shape shape = shapes.get(fields[1]);
                    if (shape == null || !peers.containsKey(fields[2])) {
                        throw new CellException(main + ": " + line + ": of nobody");
                    }
                    shape.peers().put(fields[2], goal(fields[3]));
                }
                default -> throw new CellException(main + ": " + line + ": no shape and no peer");
            }
        }
        String benchmark = single.get("benchmark");
        String base = single.get("base");
        if (benchmark == null || base == null || shapes.isEmpty()) {
            throw new CellException(main + ": says no benchmark, no base, or no shapes");
        }
        return new ShapeList(benchmark, List.copyOf(options), base, peers, shapes);
    }

    private static OptionalDouble goal(String text) {
        return text.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(text));
    }
}
