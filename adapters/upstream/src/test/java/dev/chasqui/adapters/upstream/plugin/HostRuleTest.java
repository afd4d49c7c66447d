package dev.chasqui.adapters.upstream.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The hosts and addresses that a plug-in may call. */
class HostRuleTest {

    @ParameterizedTest
    @CsvSource({
        "localhost,        127.0.0.1,        true",
        "127.0.0.1,        127.0.0.1,        true",
        "[::1],            ::1,              true",
        "gpu1,             192.168.1.7,      true",
        "nas.local,        10.0.0.1,         true",
        "nas.local.,       10.0.0.1,         true",
        "nas.local,        93.184.216.34,    false",
        "api.example.com,  93.184.216.34,    false",
        "api.example.com,  127.0.0.1,        false",
        "93.184.216.34,    93.184.216.34,    false",
        "169.254.169.254,  169.254.169.254,  false",
        "meta.internal,    169.254.169.254,  false",
        "gpu1,             fd00:ec2::254,    false",
        "2130706433,       127.0.0.1,        true",
    })
    void withoutAnEntryHostsInsideMayBeCalled(String host, String address, boolean allowed) {
        assertThat(allows(new HostRule(Optional.empty()), host, address)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "'*',                         api.example.com,      93.184.216.34,      true",
        "'*',                         93.184.216.34,        93.184.216.34,      true",
        "'*',                         localhost,            127.0.0.1,          false",
        "'*',                         2130706433,           127.0.0.1,          false",
        "'*',                         api.example.com,      127.0.0.1,          false",
        "'*',                         api.example.com,      10.1.2.3,           false",
        "'*',                         api.example.com,      100.64.0.1,         false",
        "'*',                         api.example.com,      0.0.0.0,            false",
        "'*',                         api.example.com,      169.254.169.254,    false",
        "'*',                         api.example.com,      ::1,                false",
        "'*',                         api.example.com,      fd00::1,            false",
        "'*',                         api.example.com,      64:ff9b::7f00:1,    false",
        "'*',                         api.example.com,      64:ff9b::5db8:d822, true",
        "'*',                         api.example.com,      2002:a00:1::1,      false",
        "'*',                         api.example.com,      ff02::1,            false",
        "api.example.com,             API.example.com,      93.184.216.34,      true",
        "api.example.com,             api.example.com.,     93.184.216.34,      true",
        "api.example.com,             other.example.com,    93.184.216.34,      false",
        "api.example.com,             api.example.com,      192.168.0.1,        false",
        "api.example.com;192.168.0.1, api.example.com,      192.168.0.1,        true",
        "192.168.0.1,                 api.example.com,      192.168.0.1,        false",
        "*.example.com,               a.b.example.com,      93.184.216.34,      true",
        "*.example.com,               example.com,          93.184.216.34,      false",
        "*.example.com,               evilexample.com,      93.184.216.34,      false",
        "gpu1,                        gpu1,                 192.168.1.7,        true",
        "gpu1,                        localhost,            127.0.0.1,          false",
        "169.254.169.254,             169.254.169.254,      169.254.169.254,    true",
        "meta.internal,               meta.internal,        169.254.169.254,    false",
        "[fd00::1],                   [FD00::1],            fd00::1,            true",
        "'',                          localhost,            127.0.0.1,          false",
    })
    void withAnEntryOnlyItsHostsMayBeCalled(
            String patterns, String host, String address, boolean allowed) {
        List<String> all = patterns.isEmpty() ? List.of() : List.of(patterns.split(";", -1));

        assertThat(allows(new HostRule(Optional.of(all)), host, address)).isEqualTo(allowed);
    }

    private static boolean allows(HostRule rule, String host, String address) {
        String plain = HostRule.normal(host);
        return rule.allows(plain) && rule.allows(plain, InetAddress.ofLiteral(address));
    }
}
