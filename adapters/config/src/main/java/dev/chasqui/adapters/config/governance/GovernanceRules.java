package dev.chasqui.adapters.config.governance;

import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.RateText;
import dev.chasqui.domain.binding.TextRule;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The rules for texts about limits and the database. */
final class GovernanceRules {
    private GovernanceRules() {}

    /** Limits of requests. */
    static final class Requests extends Rates {
        Requests() {
            super(RateText.REQUESTS_EXPECTED, RateText::requests);
        }
    }

    /** Limits of tokens. */
    static final class Tokens extends Rates {
        Tokens() {
            super(RateText.TOKENS_EXPECTED, RateText::tokens);
        }
    }

    abstract static class Rates implements TextRule {
        private final String expected;
        private final Function<String, Optional<List<Limit>>> read;

        private Rates(String expected, Function<String, Optional<List<Limit>>> read) {
            this.expected = expected;
            this.read = read;
        }

        @Override
        public String expected() {
            return expected;
        }

        @Override
        public boolean fits(String text) {
            return read.apply(text).isPresent();
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
