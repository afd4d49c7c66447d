package dev.chasqui.application.port;

import java.util.List;

/** What became of a {@linkplain Reloading#reload reload}. */
public sealed interface ReloadOutcome {

    /**
     * The server goes on with the configuration as it is now.
     *
     * @param changed the keys that changed and took effect, such as {@code models.aliases.fast}
     * @param restart the keys that differ from what the server was started with, and take effect
     *     with the next start alone
     */
    record Done(List<String> changed, List<String> restart) implements ReloadOutcome {
        public Done {
            changed = List.copyOf(changed);
            restart = List.copyOf(restart);
        }
    }

    /** Nothing has changed, because of these mistakes, at least one. */
    record Refused(List<Mistake> mistakes) implements ReloadOutcome {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }

    /**
     * A mistake in the configuration.
     *
     * @param file the file as it was named, or the environment variable, or what else it is in
     * @param line the line in the file, from 1; 0 where it is no file
     * @param column the column in the line, from 1; 0 where it is no file
     * @param key the key it is about; empty where it is about none
     * @param message what is wrong and what was expected; never a secret
     */
    record Mistake(String file, int line, int column, String key, String message) {

        /**
         * Such as {@code config.json:3:5: server.port: 70000 (expected: 0 to 65535)}, as a start
         * says it.
         */
        public String sentence() {
            String place = line == 0 ? file : file + ":" + line + ":" + column;
            return place + ": " + (key.isEmpty() ? "" : key + ": ") + message;
        }
    }
}
