package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

    @Test
    void clientsGetWhatTheyWantWhereThereIsEnough() {
        assertThat(new OpenFiles(100_000).clients(1_000, 1)).isEqualTo(1_000);
    }

    @Test
    void whereThereIsLittleClientsAndBackendsShareItAndSomeIsKeptBack() {
        OpenFiles few = new OpenFiles(1_024);

        assertThat(few.clients(1_000, 1)).isEqualTo(384);
        assertThat(few.clients(1_000, 1) + few.calls()).isLessThan(1_024 - 200);
        assertThat(few.clients(1_000, 2)).isEqualTo(192);
        assertThat(new OpenFiles(10).clients(1_000, 1)).isEqualTo(1);
    }

    @Test
    void thisProcessHasALimit() {
        assertThat(OpenFiles.ofProcess().most()).isPositive();
    }
}
