package dev.chasqui.adapters.config.rules;

import dev.chasqui.domain.binding.TextRule;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.network.IpNetwork;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for texts in the config. */
public final class TextRules {
    /** The character that cannot be passed to a program. */
    private static final String NUL = "\0";

    private TextRules() {}

    /** A rule that is a regular expression, here and in the JSON Schema. */
    public abstract static class Matching implements TextRule {
        private final String expected;
        private final Pattern ours;
        private final String ofSchema;

        protected Matching(String expected, String regex) {
            this(expected, regex, "^(" + regex + ")$");
        }

        /**
         * @param ofSchema the expression for the JSON Schema, if ours uses a syntax that not every
         *     editor supports
         */
        protected Matching(String expected, String regex, String ofSchema) {
            this.expected = expected;
            this.ours = Pattern.compile(regex);
            this.ofSchema = ofSchema;
        }

        @Override
        public String expected() {
            return expected;
        }

        @Override
        public boolean fits(String text) {
            return ours.matcher(text).matches();
        }

        @Override
        public Optional<String> pattern() {
            return Optional.of(ofSchema);
        }
    }

    /** Any text that is not blank. */
    public static class Filled implements TextRule {
        @Override
        public String expected() {
            return "a string that is not empty";
        }

        @Override
        public boolean fits(String text) {
            return !text.isBlank();
        }

        @Override
        public Optional<String> pattern() {
            return Optional.of("\\S");
        }
    }

    /** The name of a command, or a star for all others. */
    public static final class CommandOrAll extends Matching {
        CommandOrAll() {
            super("a command without its slash, or *", "[A-Za-z][A-Za-z0-9_-]*|\\*");
        }
    }

    /** A path of a file or a folder. */
    public static final class FilePath extends Filled {
        @Override
        public String expected() {
            return "a path";
        }
    }

    /** A program, by its name or its path. */
    public static final class Program extends Filled {
        @Override
        public String expected() {
            return "the name of a program, or its path";
        }

        @Override
        public boolean fits(String text) {
            return super.fits(text) && !text.contains(NUL);
        }
    }

    /** An argument of a program. */
    public static final class Word extends Filled {
        @Override
        public String expected() {
            return "a string that is not empty and holds no character 0";
        }

        @Override
        public boolean fits(String text) {
            return super.fits(text) && !text.contains(NUL);
        }
    }

    /** The name of a header. */
    public static final class HeaderName extends Matching {
        HeaderName() {
            super("the name of a header", "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
        }
    }

    /** The name of a command. */
    public static final class CommandName extends Matching {
        CommandName() {
            super("the name of a command, such as guard", "/?[A-Za-z][A-Za-z0-9_-]*");
        }
    }

    /** A name that appears in logs, metrics and headers. */
    public static final class Name extends Matching {
        /** Creates the rule. */
        public Name() {
            super("letters, digits, '.', '_' or '-', at most 64", "[A-Za-z0-9._-]{1,64}");
        }
    }

    /** An address to listen on. */
    public static final class Host extends Matching {
        Host() {
            super("an address or a host name, such as 127.0.0.1 or ::1", "[A-Za-z0-9._:%-]+");
        }
    }

    /** The name or an address of a network interface. */
    public static final class Interface extends Matching {
        Interface() {
            super(
                    "the name or an address of a network interface, such as eth0",
                    "[A-Za-z0-9._:-]{1,64}");
        }
    }

    /** A host name or address as in the header {@code Host}, without the port. */
    public static final class CalledHost extends Matching {
        CalledHost() {
            super(
                    "a host name or address without a port, such as llm.example or [fd00::1]",
                    "[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]");
        }
    }

    /** A host that a plug-in may call, or a pattern of several. */
    public static final class HostPattern extends Matching {
        HostPattern() {
            super(
                    "a host name or address without a port, '*.' and a name, or '*'",
                    "\\*|(?:\\*\\.)?[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\\]?");
        }
    }

    /** An origin as browsers send it: without a path, and without the scheme's default port. */
    public static final class Origin extends Matching {
        /** A host with an optional port. */
        private static final String AUTHORITY = "(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::\\d{1,5})?";

        Origin() {
            super(
                    "an origin as browsers send it, such as https://chat.example.com or"
                            + " http://10.0.0.5:3000: a scheme, a host, the port if it is not the"
                            + " usual one, nothing more",
                    "(?i)http://(?!.*:80$)"
                            + AUTHORITY
                            + "|https://(?!.*:443$)"
                            + AUTHORITY
                            + "|(?!https?:)[a-z][a-z0-9+.-]*://[^\\s/?#@*]*|null",
                    "^(null|[A-Za-z][A-Za-z0-9+.-]*://[^\\s/?#@*]*)$");
        }
    }

    /** An address or a network of addresses. */
    public static final class Network implements TextRule {
        @Override
        public String expected() {
            return IpNetwork.EXPECTED;
        }

        @Override
        public boolean fits(String text) {
            return IpNetwork.parse(text).isPresent();
        }

        @Override
        public Optional<String> pattern() {
            return Optional.of("^[0-9A-Fa-f.:]*[.:][0-9A-Fa-f.:]*(/[1-9][0-9]{0,2})?$");
        }
    }

    /** A version. Clients split it at its dots and compare numbers. */
    public static final class Version extends Matching {
        Version() {
            super(
                    "numbers with dots between them, such as 0.12.11",
                    "[0-9]{1,6}(\\.[0-9]{1,6}){1,3}");
        }
    }

    /** The hash of a key. A wrong value is hidden, since it may be the key itself. */
    public static final class KeyHash extends Matching {
        KeyHash() {
            super("64 hexadecimal digits, as 'chasqui key' prints them", "[0-9a-fA-F]{64}");
        }

        @Override
        public boolean hides(String wrong) {
            return true;
        }
    }

    /** The hash of a jar's bytes. It identifies the code, which the name of an agent does not. */
    public static final class JarHash extends Matching {
        JarHash() {
            super(
                    "the SHA-256 of a jar, 64 hexadecimal digits, as 'sha256sum agent.jar' prints"
                            + " it; the name of an agent is not enough",
                    "[0-9a-fA-F]{64}");
        }
    }

    /** The fingerprint of a certificate, as keytool prints it. */
    public static final class Fingerprint extends Matching {
        Fingerprint() {
            super(
                    "the SHA-256 fingerprint of a certificate, as 'keytool -printcert -jarfile"
                            + " agent.jar' prints it",
                    "[0-9a-fA-F]{2}(:?[0-9a-fA-F]{2}){31}");
        }
    }

    /** The name of a variable. A wrong value is hidden, since it may be the variable's value. */
    public static final class Variable extends Matching {
        Variable() {
            super("the name of an environment variable", "[A-Za-z_][A-Za-z0-9_]*");
        }

        @Override
        public boolean hides(String wrong) {
            return true;
        }

        @Override
        public boolean isInCapitals() {
            return true;
        }
    }

    /** The value of an environment variable. It is hidden, since it may be a secret. */
    public static final class ValueOfVariable implements TextRule {
        @Override
        public String expected() {
            return "a string without the character 0";
        }

        @Override
        public boolean fits(String text) {
            return !text.contains(NUL);
        }

        @Override
        public Optional<String> pattern() {
            return Optional.empty();
        }

        @Override
        public boolean hides(String wrong) {
            return true;
        }
    }

    /** The name of a command, without its slash. */
    public static final class Command extends Matching {
        Command() {
            super("a letter, then letters, digits, - or _", "[A-Za-z][A-Za-z0-9_-]{0,63}");
        }
    }

    /** The address of a server. A wrong value is hidden if it may hold a password. */
    public static final class Url implements TextRule {
        @Override
        public String expected() {
            return "http:// or https://, a host, and no password, '?' or '#'";
        }

        @Override
        public boolean fits(String text) {
            try {
                URI url = new URI(text);
                boolean plain =
                        url.getUserInfo() == null
                                && url.getQuery() == null
                                && url.getFragment() == null;
                boolean http = "http".equalsIgnoreCase(url.getScheme());
                boolean https = "https".equalsIgnoreCase(url.getScheme());
                return plain && (http || https) && url.getHost() != null && url.getPort() <= 65_535;
            } catch (URISyntaxException e) {
                return false;
            }
        }

        @Override
        public Optional<String> pattern() {
            return Optional.of("^[Hh][Tt][Tt][Pp][Ss]?://[^@?#]+$");
        }

        @Override
        public boolean hides(String wrong) {
            return wrong.contains("@") || wrong.contains("?");
        }
    }

    /** The path of a URL. */
    public static final class UrlPath extends Matching {
        UrlPath() {
            super("a path such as /health", "/[!-~]*");
        }
    }

    /** The name of a model of the pool. */
    public static final class ModelName extends Matching {
        /** The names that are allowed, as messages say it. */
        public static final String EXPECTED =
                "a letter or digit, then letters, digits, '.', '_', ':', '/' or '-', at most 128";

        /** Creates the rule. */
        public ModelName() {
            super(EXPECTED, "[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
        }
    }

    /** A model of the Hugging Face hub. */
    public static final class OfHub implements TextRule {
        private static final String NAME = "[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*";

        @Override
        public String expected() {
            return HubModel.EXPECTED;
        }

        @Override
        public boolean fits(String text) {
            return HubModel.find(text).isPresent();
        }

        @Override
        public Optional<String> pattern() {
            return Optional.of(
                    "^(?![^/]{97})(?![^/]*/[^:]{97})(?![^:]*:.{97})"
                            + NAME
                            + "/"
                            + NAME
                            + "(:"
                            + NAME
                            + ")?$");
        }
    }
}
