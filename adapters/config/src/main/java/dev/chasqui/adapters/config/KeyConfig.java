package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.exchange.Caller;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A key that lets somebody ask. The key itself is nowhere: {@code chasqui key} shows it once. */
public record KeyConfig(
        @Key(
                        help = "Who has the key, for logs: letters, digits, `.`, `_`, `-`. Unique.",
                        rule = TextRules.Name.class)
                String name,
        @Key(
                        help = "The key's SHA-256, 64 hexadecimal digits. Unique.",
                        rule = TextRules.KeyHash.class)
                String sha256,
        @Key(help = "`user` may ask; `admin` may use the admin routes too.", fallback = "user")
                Caller.Role role,
        @Key(
                        help = "The commands its owner may use; `*` stands for all.",
                        fallback = "*",
                        rule = TextRules.Filled.class)
                List<String> agents,
        @Key(
                        help =
                                "Whether its owner is shown, in streams, how far a model's loading"
                                    + " is while they wait for it; `server.showLoading` is for all."
                                    + " A request's own `X-Chasqui-Progress` (`on`, `off`) goes"
                                    + " before both.",
                        fallback = "false")
                boolean showLoading) {
    /**
     * The hash of no text: {@code printf %s "$KEY" | sha256sum} with a variable that is not set.
     */
    private static final String OF_NOTHING =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public KeyConfig {
        sha256 = sha256.toLowerCase(Locale.ROOT);
        agents = List.copyOf(agents);
    }

    /**
     * Reports what is wrong across keys.
     *
     * @param taken names and hashes of the entries before
     */
    void check(Section section, Set<String> taken) {
        if (!name.isEmpty() && !taken.add("name " + name)) {
            section.problem("name", "\"" + name + "\" (expected: another name; this one is taken)");
        }
        if (sha256.equals(OF_NOTHING)) {
            section.problem("sha256", "the hash of no text at all (expected: that of a key)");
        }
        if (!sha256.isEmpty() && !taken.add("sha256 " + sha256)) {
            section.problem("sha256", "the key of another name (expected: a key for each name)");
        }
    }
}
