[
%{ for name in sort(keys(images)) ~}
  %{ if name != sort(keys(images))[0] },%{ endif }
  ${jsonencode({ name = name, image = "${registry}/${images[name].repository}:${images[name].tag}", essential = true })}
%{ endfor ~}
]
