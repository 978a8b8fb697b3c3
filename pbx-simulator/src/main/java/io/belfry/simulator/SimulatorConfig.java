package io.belfry.simulator;

import io.belfry.simulator.calls.Quirks;
import io.belfry.simulator.manager.ManagerInterface;
import io.belfry.simulator.manager.ManagerUser;
import io.belfry.simulator.manager.PbxVersion;
import io.belfry.simulator.plan.PbxPlan;
import java.time.Duration;
import java.util.List;

/**
 * What the simulated PBX is like. {@link #standard()} is a PBX like that of the recordings on a
 * free port; the {@code with} methods change one thing each.
 *
 * @param port on the loopback address; 0 takes a free one
 * @param writeTimeout a client whose socket takes nothing for so long is cut off; Asterisk's
 *     default is 100 ms
 * @param sendBuffer bytes of each socket's send buffer; 0 leaves it to the system
 * @param pendingLimit bytes that may wait for one client before it is cut off
 * @param journalLimit how many received actions are kept
 * @param fullyBooted when clients are told so
 * @param seed of everything that is random in generated calls
 * @param quirks how often generated events come in an unusual order
 */
public record SimulatorConfig(
        int port,
        List<ManagerUser> users,
        PbxPlan plan,
        PbxVersion version,
        Duration writeTimeout,
        Duration loginTimeout,
        int sendBuffer,
        long pendingLimit,
        int journalLimit,
        FullyBooted fullyBooted,
        long seed,
        Quirks quirks) {

    public static final String USER = "cti";
    public static final String SECRET = "lab-secret";

    /**
     * FullyBooted may reach a client at login, when the PBX gets ready after the login, or both, or
     * not at all.
     */
    public enum FullyBooted {
        /** The PBX is ready at once: each login is told so. */
        AT_LOGIN,
        /** After a start it is not ready until {@link PbxSimulator#becomeReady()}. */
        WHEN_TOLD
    }

    public SimulatorConfig {
        users = List.copyOf(users);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        if (writeTimeout.isNegative() || writeTimeout.isZero()) {
            throw new IllegalArgumentException("the write time-out must be longer than nothing");
        }
    }

    /**
     * The PBX of the recordings with their accounts: {@code cti} may everything, {@code ctiro}
     * reads calls and agents only, {@code ctinofilter} has what a careful administrator grants (no
     * right to filter).
     */
    public static SimulatorConfig standard() {
        List<ManagerUser> users =
                List.of(
                        ManagerUser.of(USER, SECRET, "all", "all"),
                        ManagerUser.of("ctiro", SECRET, "call,agent", "reporting"),
                        ManagerUser.of(
                                "ctinofilter",
                                SECRET,
                                "system,call,agent,user,dialplan",
                                "call,agent,originate,reporting,user"));
        return new SimulatorConfig(
                0,
                users,
                PbxPlan.ofRecordings(),
                PbxVersion.ASTERISK_22,
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                0,
                64L << 20,
                10_000,
                FullyBooted.AT_LOGIN,
                1,
                Quirks.AS_RECORDED);
    }

    ManagerInterface.Settings managerSettings() {
        return new ManagerInterface.Settings(
                port, users, writeTimeout, loginTimeout, sendBuffer, pendingLimit, journalLimit);
    }

    public SimulatorConfig withPort(int other) {
        return new SimulatorConfig(
                other,
                users,
                plan,
                version,
                writeTimeout,
                loginTimeout,
                sendBuffer,
                pendingLimit,
                journalLimit,
                fullyBooted,
                seed,
                quirks);
    }

    public SimulatorConfig withUsers(List<ManagerUser> others) {
        return new SimulatorConfig(
                port,
                others,
                plan,
                version,
                writeTimeout,
                loginTimeout,
                sendBuffer,
                pendingLimit,
                journalLimit,
                fullyBooted,
                seed,
                quirks);
    }

    public SimulatorConfig withPlan(PbxPlan other) {
        return new SimulatorConfig(
                port,
                users,
                other,
                version,
                writeTimeout,
                loginTimeout,
                sendBuffer,
                pendingLimit,
                journalLimit,
                fullyBooted,
                seed,
                quirks);
    }

    public SimulatorConfig withVersion(PbxVersion other) {
        return new SimulatorConfig(
                port,
                users,
                plan,
                other,
                writeTimeout,
                loginTimeout,
                sendBuffer,
                pendingLimit,
                journalLimit,
                fullyBooted,
                seed,
                quirks);
    }

    public SimulatorConfig withWriteTimeout(Duration other) {
        return new SimulatorConfig(
                port,
                users,
                plan,
                version,
                other,
                loginTimeout,
                sendBuffer,
                pendingLimit,
                journalLimit,
                fullyBooted,
                seed,
                quirks);
    }

    /** Small buffers make a stalled reader show after few bytes. */
    public SimulatorConfig withSendBuffer(int bytes) {
        return new SimulatorConfig(
                port,
                users,
                plan,
                version,
                writeTimeout,
                loginTimeout,
                bytes,
                pendingLimit,
                journalLimit,
                fullyBooted,
                seed,
                quirks);
    }

    public SimulatorConfig withLoginTimeout(Duration other) {
        return new SimulatorConfig(
                port,
                users,
                plan,
                version,
                writeTimeout,
                other,
                sendBuffer,
                pendingLimit,
                journalLimit,
                fullyBooted,
                seed,
                quirks);
    }

    public SimulatorConfig withJournalLimit(int actions) {
        return new SimulatorConfig(
                port,
                users,
                plan,
                version,
                writeTimeout,
                loginTimeout,
                sendBuffer,
                pendingLimit,
                actions,
                fullyBooted,
                seed,
                quirks);
    }

    public SimulatorConfig withFullyBooted(FullyBooted other) {
        return new SimulatorConfig(
                port,
                users,
                plan,
                version,
                writeTimeout,
                loginTimeout,
                sendBuffer,
                pendingLimit,
                journalLimit,
                other,
                seed,
                quirks);
    }

    public SimulatorConfig withSeed(long other) {
        return new SimulatorConfig(
                port,
                users,
                plan,
                version,
                writeTimeout,
                loginTimeout,
                sendBuffer,
                pendingLimit,
                journalLimit,
                fullyBooted,
                other,
                quirks);
    }

    public SimulatorConfig withQuirks(Quirks others) {
        return new SimulatorConfig(
                port,
                users,
                plan,
                version,
                writeTimeout,
                loginTimeout,
                sendBuffer,
                pendingLimit,
                journalLimit,
                fullyBooted,
                seed,
                others);
    }
}
