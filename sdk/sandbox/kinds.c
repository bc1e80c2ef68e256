/* kinds.c - what is special about each kind of thing, as tables. */
#include "things.h"

#define END                                                                   \
  {                                                                           \
    .name = NULL                                                              \
  }

/* ---- Instances. --------------------------------------------------- */

static const struct shape networking[] = {
  { .name = "securityGroups", .type = SHAPE_LIST },
  { .name = "publicIP", .type = SHAPE_FLAG },
  { .name = "allowedSourceAddresses", .type = SHAPE_LIST },
  END,
};

static const struct shape instance_spec[] = {
  { .name = "flavorId", .type = SHAPE_UUID, .required = 1 },
  { .name = "imageId", .type = SHAPE_UUID, .required = 1 },
  { .name = "networking", .type = SHAPE_OBJECT, .members = networking },
  { .name = "sshCertificateAuthorityId", .type = SHAPE_UUID },
  { .name = "userData", .type = SHAPE_BASE64 },
  END,
};

static const struct shape instance_place[] = {
  { .name = "organizationId", .type = SHAPE_UUID, .required = 1 },
  { .name = "projectId", .type = SHAPE_UUID, .required = 1 },
  { .name = "networkId", .type = SHAPE_UUID, .required = 1 },
  END,
};

static const struct phase instance_born[] = {
  { .provisioning = "pending", .power = "Pending" },
  { .provisioning = "provisioning", .power = "Building" },
  { .provisioning = "provisioned", .power = "Running" },
  { .provisioning = NULL },
};

/* ---- Networks and their security groups. -------------------------- */

static const struct shape route[] = {
  { .name = "prefix", .required = 1 },
  { .name = "nexthop", .required = 1 },
  END,
};

static const struct shape reservations[] = {
  { .name = "prefixLength", .type = SHAPE_INTEGER, .required = 1 },
  { .name = "providerReservedPrefixLength", .type = SHAPE_INTEGER },
  END,
};

static const struct shape network_spec[] = {
  { .name = "dnsNameservers", .type = SHAPE_LIST, .required = 1 },
  { .name = "routes", .type = SHAPE_LIST, .members = route },
  END,
};

static const struct shape network_place[] = {
  { .name = "organizationId", .required = 1 },
  { .name = "projectId", .required = 1 },
  { .name = "regionId", .type = SHAPE_UUID, .required = 1 },
  { .name = "prefix", .required = 1 },
  { .name = "reservations", .type = SHAPE_OBJECT, .members = reservations },
  END,
};

static const struct shape rule[] = {
  { .name = "direction", .required = 1 },
  { .name = "protocol", .required = 1 },
  { .name = "port", .type = SHAPE_INTEGER },
  { .name = "portMax", .type = SHAPE_INTEGER },
  { .name = "prefix" },
  END,
};

static const struct shape security_group_spec[] = {
  { .name = "rules", .type = SHAPE_LIST, .required = 1, .members = rule },
  END,
};

static const struct shape security_group_place[] = {
  { .name = "networkId", .type = SHAPE_UUID, .required = 1 },
  END,
};

/* ---- What all of them go through. --------------------------------- */

static const struct phase born[] = {
  { .provisioning = "provisioning" },
  { .provisioning = "provisioned" },
  { .provisioning = NULL },
};

static const struct phase leaving[] = {
  { .provisioning = "deprovisioning" },
  { .provisioning = NULL },
};

static const struct phase image_born[] = {
  { .state = "creating" },
  { .state = "ready" },
  { .provisioning = NULL },
};

static const struct phase image_leaving[] = {
  { .state = "pending" },
  { .provisioning = NULL },
};

const struct kind kind_instance = {
  .plural = "instances",
  .endpoint = "compute:instances",
  .spec = instance_spec,
  .place = instance_place,
  .born = instance_born,
  .changed = born,
  .leaving = leaving,
  .misplaced = 422,
  .keeps_name = 1,
};

const struct kind kind_network = {
  .plural = "networks",
  .endpoint = "region:networks",
  .spec = network_spec,
  .place = network_place,
  .born = born,
  .changed = born,
  .leaving = leaving,
  .misplaced = 422,
};

const struct kind kind_security_group = {
  .plural = "securitygroups",
  .endpoint = "region:securitygroups",
  .spec = security_group_spec,
  .place = security_group_place,
  .born = born,
  .changed = born,
  .leaving = leaving,
  .misplaced = 400,
};

const struct kind kind_image = {
  .plural = "images",
  .endpoint = "region:images",
  .born = image_born,
  .leaving = image_leaving,
};

const struct kind kind_flavor = { .plural = "flavors",
                                  .endpoint = "region:flavors" };
const struct kind kind_region = { .plural = "regions",
                                  .endpoint = "region:regions" };
