package dev.chasqui.adapters.pf4j.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chasqui.adapters.pf4j.PluginAgents;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.json.reading.JsonScanner;

import org.junit.jupiter.api.Test;

class ContractClassLoaderTest {
    private final ContractClassLoader loader =
            new ContractClassLoader(ContractClassLoaderTest.class.getClassLoader());

    @Test
    void plugInsSeeTheServersJsonAndItsReader() throws ClassNotFoundException {
        assertThat(loader.loadClass(Json.class.getName())).isEqualTo(Json.class);
        assertThat(loader.loadClass(JsonReader.class.getName())).isEqualTo(JsonReader.class);
    }

    @Test
    void plugInsDoNotSeeThePartsOfTheReader() {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> loader.loadClass(JsonScanner.class.getName()));
    }

    @Test
    void plugInsDoNotSeeTheServer() {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> loader.loadClass(PluginAgents.class.getName()));
    }
}
