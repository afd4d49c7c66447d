package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.governance.DatabaseConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The place of the database. */
class DatabaseConfigTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("DB_PASSWORD", " s3cret ");

    private static final String URL = "'url': 'jdbc:postgresql://db.example:5432/chasqui'";

    @TempDir private Path folder;

    @Test
    void withoutOneTheDatabaseIsEmbedded() {
        assertThat(Config.defaults().database().url()).isEmpty();
        assertThat(Config.defaults().database().password(ENVIRONMENT)).isEmpty();
    }

    @Test
    void thePasswordIsReadFromItsVariableOrTheFirstLineOfItsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "from a file \nmore");
        assertThat(database("%s, 'passwordEnv': 'DB_PASSWORD'".formatted(URL)))
                .satisfies(one -> assertThat(one.password(ENVIRONMENT)).contains("s3cret"));
        DatabaseConfig ofFile = database("%s, 'passwordFile': '%s'".formatted(URL, file));
        assertThat(ofFile.password(ENVIRONMENT)).contains("from a file");
        Files.delete(file);
        assertThat(ofFile.password(ENVIRONMENT)).isEmpty();
    }

    @Test
    void mistakesSayWhatIsExpected() {
        assertThat(problem("'user': 'ana'")).contains("database.url: missing");
        assertThat(problem(URL + ", 'passwordEnv': 'NONE'"))
                .contains("database.passwordEnv")
                .contains("no such variable is set");
        assertThat(problem(URL + ", 'passwordFile': 'none'"))
                .contains("database.passwordFile")
                .contains("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://ana:canary@db/chasqui",
                "jdbc:postgresql://db/chasqui?user=ana&password=canary",
                "jdbc:postgresql://db/chasqui?PASSWORD=canary",
                "postgres://ana:canary@db/chasqui"
            })
    void aPasswordInTheAddressIsRefusedAndNotShown(String url) {
        assertThat(problem("'url': '" + url + "'"))
                .contains("database.url")
                .contains("no password")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:x", "postgres://db/chasqui", "db", "jdbc:postgresql:x"})
    void otherDatabasesAreRefused(String url) {
        assertThat(problem("'url': '" + url + "'")).contains("jdbc:postgresql://");
    }

    private DatabaseConfig database(String members) {
        String json = "{'database': {%s}}".formatted(members).replace('\'', '"');
        return ConfigReader.read(Optional.of(Samples.write(folder, json)), ENVIRONMENT, Map.of())
                .database();
    }

    private String problem(String members) {
        List<String> problems =
                Samples.problems(
                        folder, "{'database': {%s}}".formatted(members), ENVIRONMENT, Map.of());
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }
}
