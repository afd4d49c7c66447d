package dev.chasqui.adapters.config;

import dev.chasqui.domain.exchange.Caller;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A key that lets somebody ask. The key itself is nowhere: {@code chasqui key} shows it once.
 *
 * @param name who has it, for logs; unique, must be given
 * @param sha256 the key's SHA-256 as 64 hexadecimal digits in small letters; unique, must be given
 * @param role what its owner may do: {@code user} (default) may ask, {@code admin} may use the
 *     admin routes too
 * @param agents the commands that its owner may use (default: {@code *}, all of them)
 * @param showLoading whether its owner sees, in streams, how far a model's loading is while he
 *     waits for it (default false: only with {@code server.showLoading}, or where the request asks
 *     for it)
 */
public record KeyConfig(
        String name, String sha256, Caller.Role role, List<String> agents, boolean showLoading) {
    /**
     * The hash of no text: {@code printf %s "$KEY" | sha256sum} with a variable that is not set.
     */
    private static final String OF_NOTHING =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public KeyConfig {
        sha256 = sha256.toLowerCase(Locale.ROOT);
        agents = List.copyOf(agents);
    }

    static List<KeyConfig> readAll(Section root) {
        Set<String> taken = new HashSet<>();
        return root.sections("keys").stream().map(section -> read(section, taken)).toList();
    }

    private static KeyConfig read(Section section, Set<String> taken) {
        KeyConfig key =
                new KeyConfig(
                        section.required("name", Kinds.NAME, ""),
                        section.required("sha256", Kinds.SHA256, ""),
                        section.value("role", Kinds.oneOf(Caller.Role.class), Caller.Role.USER),
                        section.value("agents", Kinds.TEXTS, List.of("*")),
                        section.value("showLoading", Kinds.FLAG, false));
        if (!key.name.isEmpty() && !taken.add("name " + key.name)) {
            section.problem(
                    "name", "\"" + key.name + "\" (expected: another name; this one is taken)");
        }
        if (key.sha256.equals(OF_NOTHING)) {
            section.problem("sha256", "the hash of no text at all (expected: that of a key)");
        }
        if (!key.sha256.isEmpty() && !taken.add("sha256 " + key.sha256)) {
            section.problem("sha256", "the key of another name (expected: a key for each name)");
        }
        return key;
    }
}
