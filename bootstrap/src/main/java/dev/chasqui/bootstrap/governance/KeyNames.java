package dev.chasqui.bootstrap.governance;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.governance.KeyConfig;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The watch over the names of the config's keys, which no stored user shall have: both would be
 * counted, and shown their requests, as one. A reload is refused. A start cannot wait for the
 * users, and another server of a shared database may make one, so these are told in the log. Safe
 * for use by several threads.
 */
final class KeyNames {
    private static final System.Logger LOG = System.getLogger(KeyNames.class.getName());

    private final Supplier<Set<String>> users;
    private volatile Optional<Config> config = Optional.empty();
    private volatile Optional<String> told = Optional.empty();

    /**
     * @param users returns the names of the stored users that are known
     */
    KeyNames(Supplier<Set<String>> users) {
        this.users = users;
    }

    /** Returns the mistake of the first key that has the name of a user, in any case of letters. */
    static Optional<String> ofUsers(Config config, Set<String> users) {
        return config.keys().stream()
                .map(KeyConfig::name)
                .filter(name -> users.stream().anyMatch(name::equalsIgnoreCase))
                .findFirst()
                .map(
                        name ->
                                "keys: \""
                                        + name
                                        + "\" (expected: another name, since a stored user has this"
                                        + " one; rename the key, or delete the user with 'chasqui"
                                        + " users delete "
                                        + name
                                        + "')");
    }

    /** Takes over a config. */
    void change(Config next) {
        config = Optional.of(next);
    }

    /** Writes a mistake into the log, once. */
    void warn() {
        Optional<String> mistake = config.flatMap(now -> ofUsers(now, users.get()));
        if (mistake.isPresent() && !mistake.equals(told)) {
            LOG.log(Level.WARNING, mistake.get());
        }
        told = mistake;
    }
}
