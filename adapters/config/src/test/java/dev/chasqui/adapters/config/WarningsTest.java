package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.adapters.config.reading.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The warnings about configurations that can be used. */
class WarningsTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "CHASQUI_SERVER_PROT,CHASQUI_SERVER_PORT",
        "CHASQUI_PORT,CHASQUI_SERVER_PORT",
        "CHASQUI_SERVER_WRITETIMEOUTS,CHASQUI_SERVER_WRITETIMEOUT"
    })
    void anUnknownVariableIsToldWithTheNearest(String name, String meant) {
        assertThat(warnings("{}", Map.of(name, "1")))
                .containsExactly(
                        name
                                + ": unknown variable, which has no effect (did you mean '"
                                + meant
                                + "'?)");
    }

    @Test
    void whatKubernetesSetsForAServiceIsPassedOver() {
        Map<String, String> ofAServiceChasqui =
                Map.of(
                        "CHASQUI_SERVICE_HOST", "10.0.0.1",
                        "CHASQUI_SERVICE_PORT", "8000",
                        "CHASQUI_SERVICE_PORT_HTTP", "8000",
                        "CHASQUI_PORT", "tcp://10.0.0.1:8000",
                        "CHASQUI_PORT_8000_TCP", "tcp://10.0.0.1:8000",
                        "CHASQUI_PORT_8000_TCP_PROTO", "tcp",
                        "CHASQUI_PORT_8000_TCP_PORT", "8000",
                        "CHASQUI_PORT_8000_TCP_ADDR", "10.0.0.1",
                        "CHASQUI_PORT_53_UDP_PROTO", "udp");

        assertThat(warnings("{}", ofAServiceChasqui)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"tcp://10.0.0.1:8000", "udp://10.0.0.1:53"})
    void alsoWhereItHasTheNameOfAKey(String link) {
        Reading reading = read("{'server':{'port':9000}}", Map.of("CHASQUI_SERVER_PORT", link));

        assertThat(reading.config().server().port()).isEqualTo(9000);
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void anAliasThatLeadsToAnotherIsTold() {
        assertThat(
                        warnings(
                                "{'models':{'aliases':{'a':'b','b':'a:latest','c':'c:latest',"
                                        + "'d':'m'}}}",
                                Map.of()))
                .containsExactly(
                        "1:27: models.aliases.a: stands for 'b', which is an alias too; a model of"
                                + " that name is asked for, not what the alias stands for",
                        "1:35: models.aliases.b: stands for 'a:latest', which is an alias too; a"
                                + " model of that name is asked for, not what the alias stands for",
                        "1:50: models.aliases.c: stands for itself, which has no effect");
    }

    @Test
    void mistakesAndWarningsAreToldTogether() {
        ConfigException told =
                catchThrowableOfType(
                        ConfigException.class,
                        () -> read("{'prot':1}", Map.of("CHASQUI_FOO", "1")).config());

        assertThat(told.problems()).hasSize(1);
        assertThat(told.getMessage().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("warning: CHASQUI_FOO: unknown variable");
    }

    private List<String> warnings(String json, Map<String, String> environment) {
        Reading reading = read(json, environment);
        assertThat(reading.config()).isNotNull();
        String file = folder.resolve("config.json") + ":";
        return reading.warnings().stream()
                .map(Problem::toString)
                .map(line -> line.startsWith(file) ? line.substring(file.length()) : line)
                .toList();
    }

    private Reading read(String json, Map<String, String> environment) {
        Path file = Samples.write(folder, json.replace('\'', '"'));
        return ConfigReader.check(Optional.of(file), environment, Map.of());
    }
}
