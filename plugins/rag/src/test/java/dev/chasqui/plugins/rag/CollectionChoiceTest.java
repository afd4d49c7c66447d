package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class CollectionChoiceTest {
    private static final List<String> TWO = List.of("contracts", "handbook");

    @Test
    void theNamedAreChosenElseTheUsualOneElseAll() {
        assertThat(choose(List.of("handbook", "handbook"), Optional.of("contracts")))
                .containsExactly("handbook");
        assertThat(choose(List.of(), Optional.of("contracts"))).containsExactly("contracts");
        assertThat(choose(List.of(), Optional.empty())).containsExactly("contracts", "handbook");
    }

    @Test
    void whatTheCallerMayNotUseIsAsIfItWereNotThere() {
        assertThat(
                        CollectionChoice.choose(
                                TWO,
                                List.of(),
                                Optional.of("contracts"),
                                name -> name.equals("handbook")))
                .containsExactly("handbook");
        assertThatThrownBy(
                        () ->
                                CollectionChoice.choose(
                                        TWO,
                                        List.of("handbok"),
                                        Optional.empty(),
                                        name -> name.equals("contracts")))
                .hasMessage("/rag: there is no collection 'handbok'; there are: contracts");
        assertThatThrownBy(
                        () -> CollectionChoice.choose(TWO, List.of(), Optional.empty(), _ -> false))
                .hasMessageContaining("there are no documents that you may use");
    }

    @Test
    void withoutDocumentsTheFailureSaysHowToAddThem() {
        assertThatThrownBy(
                        () ->
                                CollectionChoice.choose(
                                        List.of(),
                                        List.of("handbook"),
                                        Optional.empty(),
                                        _ -> true))
                .hasMessage(
                        "/rag: there are no documents yet; add documents with `chasqui rag add"
                                + " FOLDER`, or by POST /admin/collections/NAME/documents");
    }

    @Test
    void anUnknownCollectionIsRefusedWithTheExistingOnes() {
        assertThatThrownBy(() -> choose(List.of("handbok"), Optional.empty()))
                .hasMessage(
                        "/rag: there is no collection 'handbok'; there are: contracts, handbook;"
                                + " did you mean /rag(collection=handbook)?");
        assertThatThrownBy(() -> choose(List.of(), Optional.of("xyz")))
                .hasMessage("/rag: there is no collection 'xyz'; there are: contracts, handbook");
    }

    private static List<String> choose(List<String> named, Optional<String> usual) {
        return CollectionChoice.choose(TWO, named, usual, _ -> true);
    }
}
