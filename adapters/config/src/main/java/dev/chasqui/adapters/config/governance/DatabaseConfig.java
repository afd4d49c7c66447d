package dev.chasqui.adapters.config.governance;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.KeyFile;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The place of the database. */
public record DatabaseConfig(
        @Key(
                        help =
                                "The address of a PostgreSQL database, such as"
                                    + " `jdbc:postgresql://db.example:5432/chasqui`, with the"
                                    + " driver's options after a `?` (`sslmode=verify-full`). No"
                                    + " password in it: use `passwordEnv` or `passwordFile`."
                                    + " Several servers may use one database.",
                        unset = "an embedded database (H2) in `data.dir`",
                        rule = GovernanceRules.DatabaseUrl.class,
                        restart = true)
                Optional<String> url,
        @Key(
                        help =
                                "The user of the PostgreSQL database. It needs the right to make"
                                        + " tables.",
                        unset = "that of `url`, or of the process",
                        rule = TextRules.Filled.class,
                        restart = true)
                Optional<String> user,
        @Key(
                        help =
                                "The environment variable that holds the password of the PostgreSQL"
                                    + " database. The server does not start if the variable is not"
                                    + " set.",
                        unset = "no password is sent",
                        rule = TextRules.Variable.class,
                        restart = true)
                Optional<String> passwordEnv,
        @Key(
                        help =
                                "The file whose first line is the password; it is read at each"
                                    + " opening of the database. Give this or `passwordEnv`, not"
                                    + " both. The server does not start if the file cannot be"
                                    + " read.",
                        unset = "as `passwordEnv`",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Optional<Path> passwordFile) {

    /**
     * Returns the password, read now; empty if there is none, or it cannot be read.
     *
     * @param environment the variables of the environment by name
     */
    public Optional<String> password(Map<String, String> environment) {
        return passwordEnv
                .map(variable -> environment.getOrDefault(variable, "").strip())
                .or(() -> passwordFile.flatMap(KeyFile::readable))
                .filter(text -> !text.isEmpty());
    }

    /** Reports mistakes that span several keys. No message shows the password. */
    public void check(Section section) {
        boolean more = user.isPresent() || passwordEnv.isPresent() || passwordFile.isPresent();
        if (more && url.isEmpty() && !section.has("url")) {
            section.problem(
                    "url",
                    "missing, though there is a user or a password (expected: "
                            + new GovernanceRules.DatabaseUrl().expected()
                            + ")");
        }
        if (passwordEnv.isPresent() && passwordFile.isPresent()) {
            section.problem("passwordFile", "given beside passwordEnv (expected: one of the two)");
        }
        passwordEnv
                .filter(variable -> section.secret(variable).isEmpty())
                .ifPresent(
                        _ ->
                                section.problem(
                                        "passwordEnv",
                                        "no such variable is set (expected: the name of one that"
                                                + " holds the password)"));
        passwordFile
                .filter(file -> KeyFile.readable(file).isEmpty())
                .ifPresent(
                        _ ->
                                section.problem(
                                        "passwordFile",
                                        "cannot be read, or is empty (expected: a file whose first"
                                                + " line is the password)"));
    }
}
