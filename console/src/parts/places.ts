// Addresses of what is no view of its own.
export const exemptionPlace = (exemption_id: number) => `/register?tab=exemptions&exemption=${exemption_id}`;
