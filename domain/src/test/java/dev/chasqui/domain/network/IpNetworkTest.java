package dev.chasqui.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "128.0.0.0/1, 255.1.2.3, true",
        "128.0.0.0/1, 127.1.2.3, false",
        "::1, ::1, true",
        "::1, 127.0.0.1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe80::1, false",
        "2001:db8:0:8000::/49, 2001:db8:0:ffff::1, true",
        "2001:db8:0:8000::/49, 2001:db8:0:7fff::1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
    })
    void aNetworkHasTheAddressesThatBeginAlike(String network, String address, boolean inside) {
        assertThat(
                        IpNetwork.parse(network)
                                .orElseThrow()
                                .contains(IpNetwork.address(address).orElseThrow()))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/0",
                "0.0.0.0/0",
                "::/0",
                "::1/129",
                "10.0.0.0/8/8",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.5/8",
                "fd00::1/8",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "167772161",
                "0x0a.0.0.1",
                "[::1]",
                "fe80::1%eth0",
                "::ffff:10.0.0.0/104",
                "::ffff:10.0.0.1",
                "10.0.0.1:80",
                " 10.0.0.1",
                "a:b:c",
            })
    void whatIsNoNetworkOrAllAddressesIsNone(String text) {
        assertThat(IpNetwork.parse(text)).isEmpty();
    }
}
