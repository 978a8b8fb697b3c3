package io.belfry.core.bus;

import io.belfry.core.integration.PbxConfig;

/** Try this connection and say what is wrong; the secret is encrypted as in the settings. */
public record PbxTest(PbxConfig pbx) {}
