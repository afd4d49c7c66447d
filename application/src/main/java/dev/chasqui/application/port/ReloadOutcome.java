package dev.chasqui.application.port;

import java.util.List;
import java.util.Optional;

/** The result of a {@linkplain Reloading#reload reload}. */
public sealed interface ReloadOutcome {

    /**
     * The server goes on with the new configuration.
     *
     * @param changed the keys that changed and took effect, such as {@code models.aliases.fast}
     * @param restart the keys that differ from those at the start of the server, and take effect
     *     only after a restart
     * @param notLoaded the jars that cannot be used, each with the reason; a plug-in that ran
     *     before goes on
     * @param warnings the facts about the configuration to warn of, as a start does
     * @param values the values of changed keys that are no secrets, for the audit trail
     */
    record Done(
            List<String> changed,
            List<String> restart,
            List<String> notLoaded,
            List<String> warnings,
            List<Value> values)
            implements ReloadOutcome {
        public Done {
            changed = List.copyOf(changed);
            restart = List.copyOf(restart);
            notLoaded = List.copyOf(notLoaded);
            warnings = List.copyOf(warnings);
            values = List.copyOf(values);
        }

        /** Makes an outcome that tells no values. */
        public Done(
                List<String> changed,
                List<String> restart,
                List<String> notLoaded,
                List<String> warnings) {
            this(changed, restart, notLoaded, warnings, List.of());
        }

        /** Makes an outcome in which all jars can be used, without warnings. */
        public Done(List<String> changed, List<String> restart) {
            this(changed, restart, List.of(), List.of());
        }
    }

    /**
     * The value of a key that has changed.
     *
     * @param key the key
     * @param before the value before; empty if there was none
     * @param after the value after; empty if there is none
     */
    record Value(String key, Optional<String> before, Optional<String> after) {}

    /**
     * The configuration stays as it is because of these mistakes, of which there is at least one.
     */
    record Refused(List<Mistake> mistakes) implements ReloadOutcome {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }

    /**
     * A mistake in the configuration.
     *
     * @param file the name of the file, of the environment variable, or of another source
     * @param line the line in the file, from 1; 0 if the source is no file
     * @param column the column in the line, from 1; 0 if the source is no file
     * @param key the key; empty if the mistake is about no key
     * @param message the mistake and the expected value; never a secret
     */
    record Mistake(String file, int line, int column, String key, String message) {

        /**
         * Returns the mistake as a start reports it, such as {@code config.json:3:5: server.port:
         * 70000 (expected: 0 to 65535)}.
         */
        public String sentence() {
            String place = line == 0 ? file : file + ":" + line + ":" + column;
            return place + ": " + (key.isEmpty() ? "" : key + ": ") + message;
        }
    }
}
