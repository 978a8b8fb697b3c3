package io.belfry.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * All values of the configuration by their dotted key, each with the place that it comes from. File
 * before environment before command line: the later one wins.
 */
final class ConfigValues {
    private static final String PREFIX = "BELFRY_";

    /** What the start script and the tests read. */
    private static final Set<String> NOT_OURS = Set.of("BELFRY_JAVA_OPTS", "BELFRY_CHROMIUM");

    /**
     * @param source in words, for messages and for the pages: {@code belfry.yaml line 3}, {@code
     *     --http.port}
     */
    record Value(String text, String source) {}

    private final Map<String, Value> values = new LinkedHashMap<>();

    Map<String, Value> all() {
        return values;
    }

    /** What counts when nobody says anything else. */
    ConfigValues defaults(Map<String, String> defaults) {
        defaults.forEach((key, text) -> values.put(key, new Value(text, "default of " + key)));
        return this;
    }

    /**
     * @throws ConfigProblem when the file is no YAML, or can not be read
     */
    ConfigValues file(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Node root = new Yaml(new LoaderOptions()).compose(reader);
            if (root != null) {
                take("", root, file.getFileName().toString());
            }
            return this;
        } catch (MarkedYAMLException e) {
            throw new ConfigProblem(
                    file.getFileName()
                            + " line "
                            + (e.getProblemMark().getLine() + 1)
                            + ": "
                            + e.getProblem());
        } catch (IOException e) {
            throw new ConfigProblem(file + " can not be read: " + e.getMessage());
        }
    }

    /**
     * {@code BELFRY_HTTP_PORT} is {@code http.port}, {@code BELFRY_PBX_0_HOST} is {@code
     * pbx.0.host}.
     */
    ConfigValues environment(Map<String, String> environment) {
        environment.forEach(
                (name, text) -> {
                    if (name.startsWith(PREFIX) && !NOT_OURS.contains(name)) {
                        String key =
                                name.substring(PREFIX.length())
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '.');
                        values.put(key, new Value(text, "environment " + name));
                    }
                });
        return this;
    }

    /** {@code --http.port=8081}; @throws ConfigProblem for a word that is none of this form */
    ConfigValues arguments(List<String> arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 3) {
                throw new ConfigProblem(
                        "unknown argument " + argument + "; settings look like --http.port=8081");
            }
            String key = argument.substring(2, equals);
            values.put(key, new Value(argument.substring(equals + 1), "--" + key));
        }
        return this;
    }

    private void take(String key, Node node, String file) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple pair : mapping.getValue()) {
                String name = ((ScalarNode) pair.getKeyNode()).getValue();
                take(key.isEmpty() ? name : key + "." + name, pair.getValueNode(), file);
            }
        } else if (node instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                take(key + "." + i, list.getValue().get(i), file);
            }
        } else if (node instanceof ScalarNode scalar) {
            String source = file + " line " + (node.getStartMark().getLine() + 1);
            values.put(key, new Value(scalar.getValue(), source));
        }
    }
}
