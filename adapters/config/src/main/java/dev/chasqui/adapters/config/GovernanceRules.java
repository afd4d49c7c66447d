package dev.chasqui.adapters.config;

import dev.chasqui.domain.account.RateText;
import dev.chasqui.domain.binding.TextRule;

import java.util.Optional;

/** The rules for texts about limits and the database. */
final class GovernanceRules {
    private GovernanceRules() {}

    /** Limits of requests. */
    static final class Requests implements TextRule {
        @Override
        public String expected() {
            return "a number up to 1000000 and a window from 1s to 366d, such as 5/1m";
        }

        @Override
        public boolean fits(String text) {
            return RateText.requests(text).isPresent();
        }

        @Override
        public Optional<String> pattern() {
            return Optional.of("^\\s*" + RateText.PATTERN + "\\s*$");
        }
    }

    /** Limits of tokens. */
    static final class Tokens implements TextRule {
        @Override
        public String expected() {
            return "a number and a window from 1s to 366d, such as 100000/1d";
        }

        @Override
        public boolean fits(String text) {
            return RateText.tokens(text).isPresent();
        }

        @Override
        public Optional<String> pattern() {
            return Optional.of("^\\s*" + RateText.PATTERN + "\\s*$");
        }
    }

    /**
     * The address of a PostgreSQL database. A wrong one is hidden, since it may hold a password.
     */
    static final class DatabaseUrl extends TextRules.Matching {
        DatabaseUrl() {
            super(
                    "jdbc:postgresql://, a host, / and the name of a database, and no password or"
                            + " '@' in it",
                    "jdbc:postgresql://(?!.*[?&](?i:password|sslpassword)=)[^@\\s?/]+/[^@\\s]*",
                    "^jdbc:postgresql://[^@\\s?/]+/[^@\\s]*$");
        }

        @Override
        public boolean hides(String wrong) {
            return wrong.contains("@") || wrong.contains("?");
        }
    }
}
